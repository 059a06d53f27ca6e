"""All settings: one typed class, read from environment variables."""

import ipaddress
import pathlib
import re
from typing import Annotated, Literal

import platformdirs
from pydantic import AfterValidator, Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from telcofacts.text.josa import with_josa

_HOW_TO_GET_A_TOKEN = "텔레그램에서 @BotFather에게 /newbot을 보내면 토큰을 받습니다"  # noqa: S105


class SettingsError(Exception):
    """A setting has a value that cannot be used; the message names the variable, what is wrong, and an example."""


def _http_address(value: str) -> str:
    # The token is put behind it: a query or a fragment would take it in, a line end would make a header of the rest.
    if not re.fullmatch(r"https?://[^/?#\s]+(/[^?#\s]*)?", value) or not value.isprintable():
        raise ValueError("http:// 또는 https://, 서버 이름, 그리고 있으면 경로까지만 적어야 합니다")
    return value.rstrip("/")


_SECRET_LIMIT = 4096
"""Characters of a secret's file: a wrong path may lead to one without an end (/dev/zero)."""
_SECRET_FORM = re.compile(r"[A-Za-z0-9_-]{16,256}")
_SECRET_WANTED = "웹훅에는 영문자·숫자·_·- 16~256자의 비밀 값이 있어야 합니다"  # noqa: S105
_TOKEN_FORM = re.compile(r"[0-9]+:[A-Za-z0-9_-]{30,}")
HttpAddress = Annotated[str, AfterValidator(_http_address)]


def _webhook_address(value: str) -> str:
    if not re.fullmatch(r"https://[^/?#@\s]+/telegram/[A-Za-z0-9_-]{1,128}", value):
        raise ValueError("https://호스트/telegram/경로의 꼴이어야 합니다(경로는 영문자·숫자·_·-)")
    return value


WebhookAddress = Annotated[str, AfterValidator(_webhook_address)]


def _webhook_secret(value: SecretStr) -> SecretStr:
    if not _SECRET_FORM.fullmatch(value.get_secret_value().strip()):
        raise ValueError(_SECRET_WANTED)
    return value


WebhookSecret = Annotated[SecretStr, AfterValidator(_webhook_secret)]


def _listen_host(value: str) -> str:
    try:
        ipaddress.ip_address(value)
    except ValueError:
        # A name is looked up when it is listened on; one of digits only is an address with a slip in it.
        if not re.fullmatch(r"(?=.*[A-Za-z])[A-Za-z0-9_.-]{1,253}", value):
            raise ValueError(
                "IP 주소나 호스트 이름만 적어야 합니다. 포트는 TELCOFACTS_WEBHOOK_PORT에 적습니다"
            ) from None
    return value


ListenHost = Annotated[str, AfterValidator(_listen_host)]


class Settings(BaseSettings):
    """The operator's settings; the README lists them with examples."""

    model_config = SettingsConfigDict(extra="ignore", frozen=True, env_ignore_empty=True, hide_input_in_errors=True)

    telegram_bot_token: SecretStr | None = Field(None, description="봇 토큰", examples=["123456789:AAE…"])
    telegram_bot_token_file: pathlib.Path | None = Field(
        None, description="토큰이 든 파일(컨테이너의 비밀 파일)", examples=["/run/secrets/telegram_bot_token"]
    )
    telegram_api_base: HttpAddress = Field(
        "https://api.telegram.org", description="Bot API 서버 주소", examples=["http://127.0.0.1:8081"]
    )
    telcofacts_knowledge_dir: pathlib.Path | None = Field(
        None,
        description="사실 자료 폴더(facts/, entities/ …); 없으면 함께 온 자료",
        examples=["/srv/telcofacts/knowledge"],
    )
    telcofacts_seeds_dir: pathlib.Path | None = Field(
        None, description="출처 카드 폴더; 없으면 함께 온 자료", examples=["/srv/telcofacts/seeds"]
    )
    telcofacts_watch_seconds: float | None = Field(
        None,
        ge=0.5,
        le=86400,
        description="사실 파일이 바뀌었는지 이만큼(초)마다 보고 다시 읽습니다; 없으면 SIGHUP을 받을 때만",
        examples=["30"],
    )
    telcofacts_log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="로그 수준", examples=["debug"]
    )
    telcofacts_messages_per_second: float = Field(
        30,
        ge=1,
        le=100_000,
        description="보내는 글의 한도(초당); 텔레그램의 한도는 30이고, 더 높은 한도가 있을 때만 올립니다",
        examples=["30"],
    )
    telcofacts_concurrent_updates: int = Field(
        16, ge=1, le=256, description="한꺼번에 처리하는 대화의 수", examples=["16"]
    )
    telcofacts_conversation_minutes: float = Field(
        15, gt=0, le=1440, description="이어 묻기가 통하는 시간(분)", examples=["15"]
    )

    telcofacts_log_format: Literal["text", "json"] = Field(
        "text", description="로그의 꼴: 사람이 읽는 글 또는 한 줄에 JSON 하나", examples=["json"]
    )
    telcofacts_webhook_url: WebhookAddress | None = Field(
        None,
        description="텔레그램이 부를 공개 주소; 두면 폴링 대신 웹훅으로 받습니다",
        examples=["https://bot.example.org/telegram/7f3c9a"],
    )
    telcofacts_webhook_secret: WebhookSecret | None = Field(
        None, description="웹훅의 비밀 값(영문자·숫자·_·- 16~256자)", examples=["4b1f…"]
    )
    telcofacts_webhook_secret_file: pathlib.Path | None = Field(
        None, description="웹훅의 비밀 값이 든 파일", examples=["/run/secrets/webhook_secret"]
    )
    telcofacts_listen_host: ListenHost = Field(
        "127.0.0.1", description="웹훅과 상태 확인을 여는 주소; 컨테이너에서는 0.0.0.0", examples=["192.0.2.10"]
    )
    telcofacts_webhook_port: int = Field(8080, ge=1, le=65535, description="웹훅을 여는 포트", examples=["8080"])
    telcofacts_health_port: int | None = Field(
        None,
        ge=1,
        le=65535,
        description="/healthz, /readyz, /metrics를 여는 포트; 웹훅에서 없으면 웹훅 포트에 함께 엽니다",
        examples=["9090"],
    )
    telcofacts_operator_chat: int | None = Field(
        None, description="이상이 생기면 알릴 운영자의 대화 번호", examples=["123456789"]
    )
    telcofacts_stall_seconds: float = Field(
        60, ge=5, le=3600, description="업데이트 받기가 이만큼(초) 멎으면 준비 안 됨으로 알립니다", examples=["60"]
    )
    telcofacts_stop_seconds: float = Field(
        25, ge=1, le=600, description="끝낼 때 받아 둔 메시지에 답할 시간(초)", examples=["25"]
    )

    database_url: SecretStr | None = Field(
        None,
        description="데이터베이스 주소; 없으면 TELCOFACTS_DATA_DIR의 SQLite 파일",
        examples=["postgresql://telcofacts:비밀번호@db:5432/telcofacts"],
    )
    database_url_file: pathlib.Path | None = Field(
        None, description="데이터베이스 주소가 든 파일(컨테이너의 비밀 파일)", examples=["/run/secrets/database_url"]
    )
    telcofacts_data_dir: pathlib.Path | None = Field(
        None,
        description="SQLite 파일을 두는 폴더; 없으면 사용자의 자료 폴더(~/.local/share/telcofacts)",
        examples=["/var/lib/telcofacts"],
    )
    telcofacts_cache_dir: pathlib.Path | None = Field(
        None,
        description="사실 자료에서 배운 것을 담아 두는 폴더(다음 시작이 빨라지고, 지워도 됩니다); "
        "없으면 사용자의 캐시 폴더(~/.cache/telcofacts)",
        examples=["/var/cache/telcofacts"],
    )
    telcofacts_sqlite_sync: Literal["full", "normal"] = Field(
        "full", description="full은 정전에도, normal은 프로세스가 죽어도 잃지 않습니다", examples=["full"]
    )
    telcofacts_retention_days: int = Field(
        90, ge=1, le=3650, description="답하지 못한 질문과 의견을 두는 날수", examples=["90"]
    )
    telcofacts_question_log: bool = Field(
        True,
        description="답하지 못한 질문과 답에 대한 의견을 (가려서) 적어 둘지; 끄면 있던 것도 지웁니다",
        examples=["false"],
    )

    @field_validator("telcofacts_log_level", mode="before")
    @classmethod
    def _lower(cls, value: object) -> object:
        return value.lower() if isinstance(value, str) else value

    @model_validator(mode="after")
    def _is_consistent(self) -> "Settings":
        if self.telegram_bot_token and self.telegram_bot_token_file:
            raise ValueError("TELEGRAM_BOT_TOKEN과 TELEGRAM_BOT_TOKEN_FILE 가운데 하나만 두세요")
        if self.telcofacts_webhook_secret and self.telcofacts_webhook_secret_file:
            raise ValueError("TELCOFACTS_WEBHOOK_SECRET과 TELCOFACTS_WEBHOOK_SECRET_FILE 가운데 하나만 두세요")
        if self.database_url and self.database_url_file:
            raise ValueError("DATABASE_URL과 DATABASE_URL_FILE 가운데 하나만 두세요")
        if bool(self.telcofacts_knowledge_dir) != bool(self.telcofacts_seeds_dir):
            missing = "TELCOFACTS_SEEDS_DIR" if self.telcofacts_knowledge_dir else "TELCOFACTS_KNOWLEDGE_DIR"
            raise ValueError(
                f"{missing}이 없습니다. 내 자료로 답하게 하려면 둘 다 적으세요: TELCOFACTS_KNOWLEDGE_DIR에는 facts/와 "
                "entities/가 있는 폴더, TELCOFACTS_SEEDS_DIR에는 출처 카드가 있는 폴더"
                "(보기: TELCOFACTS_KNOWLEDGE_DIR=/srv/knowledge TELCOFACTS_SEEDS_DIR=/srv/seeds)"
            )
        return self

    def cache_folder(self) -> pathlib.Path:
        """Return the folder for what is learnt from a base."""
        return self.telcofacts_cache_dir or platformdirs.user_cache_path("telcofacts")

    def token(self) -> str | None:
        """Return the bot's token, from the variable or the file; None where neither is set.

        Raises:
            SettingsError: where the file cannot be read, or the token is not of Telegram's form.
        """
        variable, token = "TELEGRAM_BOT_TOKEN", None
        if self.telegram_bot_token_file:
            variable = "TELEGRAM_BOT_TOKEN_FILE"
            token = _read_secret(variable, self.telegram_bot_token_file)
        elif self.telegram_bot_token:
            token = self.telegram_bot_token.get_secret_value().strip()
        if token is None:
            return None
        if not _TOKEN_FORM.fullmatch(token):
            raise SettingsError(
                f"{variable}: 텔레그램 토큰의 꼴이 아닙니다(보기: 123456789:AAE…). {_HOW_TO_GET_A_TOKEN}"
            )
        return token

    def database_address(self) -> str | None:
        """Return the database's address as the operator wrote it; None where there is none.

        Raises:
            SettingsError: where its file cannot be read.
        """
        if self.database_url_file:
            return _read_secret("DATABASE_URL_FILE", self.database_url_file) or None
        return self.database_url.get_secret_value().strip() or None if self.database_url else None

    def webhook_secret(self) -> str:
        """Return the secret that Telegram sends along with each update.

        Raises:
            SettingsError: where none is set, its file cannot be read, or it is not of the form that Telegram takes.
        """
        variable, secret = "TELCOFACTS_WEBHOOK_SECRET", ""
        if self.telcofacts_webhook_secret_file:
            variable = "TELCOFACTS_WEBHOOK_SECRET_FILE"
            secret = _read_secret(variable, self.telcofacts_webhook_secret_file)
        elif self.telcofacts_webhook_secret:
            secret = self.telcofacts_webhook_secret.get_secret_value().strip()
        if not _SECRET_FORM.fullmatch(secret):
            raise SettingsError(f"{variable}: {_SECRET_WANTED}")
        return secret


def _read_secret(variable: str, path: pathlib.Path) -> str:
    try:
        with path.open(encoding="utf-8") as file:  # may be a pipe, as in TOKEN_FILE=<(pass show bot)
            secret = file.read(_SECRET_LIMIT + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "글자가 아닙니다"
        raise SettingsError(f"{variable}: 파일 {path}을(를) 읽을 수 없습니다({reason})") from None
    if len(secret) > _SECRET_LIMIT:
        raise SettingsError(f"{variable}: 파일 {path}은(는) 비밀 값이라기에는 너무 깁니다")
    return secret.strip()


def load_settings() -> Settings:
    """Read the settings from the environment.

    Raises:
        SettingsError: names each variable with a wrong value, what is wrong, and an example.
    """
    try:
        return Settings()
    except ValidationError as error:
        raise SettingsError("\n".join(_explain(dict(detail)) for detail in error.errors(include_url=False))) from None


def _explain(detail: dict[str, object]) -> str:
    location = detail["loc"]
    assert isinstance(location, tuple)
    context = detail.get("ctx")
    context = context if isinstance(context, dict) else {}
    if not location:
        return str(context.get("error", detail["msg"]))
    name = str(location[0]).lower()
    field = Settings.model_fields[name]
    limits = {key: value for key, value in context.items() if key in ("ge", "gt", "le", "lt")}
    words = {"ge": " 이상", "gt": "보다 큰 수", "le": " 이하", "lt": "보다 작은 수"}
    match str(detail["type"]):
        case "int_parsing" | "float_parsing":
            problem = "수가 아닙니다"
        case "bool_parsing":
            problem = "true 또는 false여야 합니다"
        case "literal_error":
            problem = str(context.get("expected")).replace(" or ", ", ") + " 가운데 하나여야 합니다"
        case "value_error":
            problem = str(context.get("error"))
        case _ if limits:
            wanted = ", ".join(f"{value:g}{words[key]}" for key, value in limits.items())
            problem = f"{with_josa(wanted, '이어야')} 합니다"
        case _:
            problem = str(detail["msg"])
    example = (field.examples or [""])[0]
    return f"{name.upper()}: {problem}(보기: {name.upper()}={example})"
