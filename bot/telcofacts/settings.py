"""All settings: one typed class, read from environment variables."""

import pathlib
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

_HOW_TO_GET_A_TOKEN = "텔레그램에서 @BotFather에게 /newbot을 보내면 토큰을 받습니다"  # noqa: S105


class SettingsError(Exception):
    """A setting has a value that cannot be used; the message names the variable, what is wrong, and an example."""


def _http_address(value: str) -> str:
    if not value.startswith(("http://", "https://")):
        raise ValueError("http:// 또는 https://로 시작해야 합니다")
    return value.rstrip("/")


HttpAddress = Annotated[str, AfterValidator(_http_address)]


class Settings(BaseSettings):
    """The operator's settings; the README lists them with examples."""

    model_config = SettingsConfigDict(extra="ignore", frozen=True, env_ignore_empty=True)

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
    telcofacts_log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="로그 수준", examples=["debug"]
    )
    telcofacts_concurrent_updates: int = Field(
        16, ge=1, le=256, description="한꺼번에 처리하는 대화의 수", examples=["16"]
    )
    telcofacts_conversation_minutes: float = Field(
        15, gt=0, le=1440, description="이어 묻기가 통하는 시간(분)", examples=["15"]
    )

    @field_validator("telcofacts_log_level", mode="before")
    @classmethod
    def _lower(cls, value: object) -> object:
        return value.lower() if isinstance(value, str) else value

    @model_validator(mode="after")
    def _is_consistent(self) -> "Settings":
        if self.telegram_bot_token and self.telegram_bot_token_file:
            raise ValueError("TELEGRAM_BOT_TOKEN과 TELEGRAM_BOT_TOKEN_FILE 가운데 하나만 두세요")
        if bool(self.telcofacts_knowledge_dir) != bool(self.telcofacts_seeds_dir):
            raise ValueError("TELCOFACTS_KNOWLEDGE_DIR과 TELCOFACTS_SEEDS_DIR은 함께 두세요")
        return self

    def token(self) -> str | None:
        """Return the bot's token, from the variable or the file; None where neither is set.

        Raises:
            SettingsError: where the file cannot be read, or the token is not of Telegram's form.
        """
        variable, token = "TELEGRAM_BOT_TOKEN", None
        if self.telegram_bot_token_file:
            variable = "TELEGRAM_BOT_TOKEN_FILE"
            try:
                token = self.telegram_bot_token_file.read_text(encoding="utf-8").strip()
            except (OSError, UnicodeDecodeError) as error:
                reason = error.strerror if isinstance(error, OSError) else "글자가 아닙니다"
                raise SettingsError(
                    f"{variable}: 파일 {self.telegram_bot_token_file}을(를) 읽을 수 없습니다({reason})"
                ) from None
        elif self.telegram_bot_token:
            token = self.telegram_bot_token.get_secret_value().strip()
        if token is None:
            return None
        bot_id, _, secret = token.partition(":")
        if not (
            bot_id.isdigit()
            and len(secret) >= 30
            and secret.isascii()
            and secret.replace("-", "_").isidentifier() | secret.replace("-", "").replace("_", "").isalnum()
        ):
            raise SettingsError(
                f"{variable}: 텔레그램 토큰의 꼴이 아닙니다(보기: 123456789:AAE…). {_HOW_TO_GET_A_TOKEN}"
            )
        return token


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
    words = {"ge": "이상", "gt": "보다 큰 수", "le": "이하", "lt": "보다 작은 수"}
    match str(detail["type"]):
        case "int_parsing" | "float_parsing":
            problem = "수가 아닙니다"
        case "literal_error":
            problem = f"{context.get('expected')} 가운데 하나여야 합니다"
        case "value_error":
            problem = str(context.get("error"))
        case _ if limits:
            problem = ", ".join(f"{value} {words[key]}여야 합니다" for key, value in limits.items())
        case _:
            problem = str(detail["msg"])
    example = (field.examples or [""])[0]
    return f"{name.upper()}: {problem}(보기: {name.upper()}={example})"
