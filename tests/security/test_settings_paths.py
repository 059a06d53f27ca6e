"""Settings that name a file, a folder or an address cannot be made to mean another one, nor end in a traceback."""

import pathlib
import socket

import pytest
from pydantic import ValidationError

from telcofacts.knowledge.loading import KnowledgeError, Location, load_knowledge
from telcofacts.settings import Settings, SettingsError
from telcofacts.storage import Storage, StorageError
from telcofacts.storage.address import FILE_NAME, address_of

TOKEN = "123456789:AAEabcdefghijklmnopqrstuvwxyz_012345"


@pytest.fixture
def odd(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, pathlib.Path]:
    """Make places that are no good file of text."""
    found = {name: tmp_path / name for name in ("folder", "loop", "missing", "binary", "socket", "empty")}
    found["folder"].mkdir()
    found["loop"].symlink_to(found["loop"])
    found["binary"].write_bytes(b"\xff\xfe\x00")
    found["empty"].write_bytes(b"")
    with socket.socket(socket.AF_UNIX) as server, monkeypatch.context() as there:
        there.chdir(tmp_path)  # the whole path of a socket may have 107 bytes
        server.bind("socket")
    return found | {
        "through a file": found["binary"] / "x",
        "out and away": tmp_path / "folder" / ".." / ".." / "nowhere",
        "too long": tmp_path / ("x" * 300),
        "NUL": tmp_path / "a\x00b",
        "no secret": pathlib.Path("/etc/passwd"),
        "endless": pathlib.Path("/dev/zero"),
    }


NAMES = [
    "folder", "loop", "missing", "binary", "socket", "empty", "through a file", "out and away", "too long", "NUL",
    "no secret", "endless",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_비밀_파일이_아니면_변수와_까닭을_말하고_속은_보이지_않는다(odd: dict[str, pathlib.Path], name: str) -> None:
    settings = Settings(telegram_bot_token_file=odd[name], telcofacts_webhook_secret_file=odd[name])
    for read, variable in ((settings.token, "TELEGRAM_BOT_TOKEN"), (settings.webhook_secret, "TELCOFACTS_WEBHOOK_SE")):
        with pytest.raises(SettingsError, match=f"^{variable}") as caught:
            read()
        assert "root:" not in str(caught.value), "of a wrong file nothing is quoted"


def test_비밀_파일은_링크나_파이프여도_된다(tmp_path: pathlib.Path) -> None:
    (tmp_path / "..data").mkdir()
    (tmp_path / "..data" / "token").write_text(f"{TOKEN}\n", encoding="utf-8")
    (tmp_path / "token").symlink_to("..data/token")  # as Kubernetes lays a secret
    assert Settings(telegram_bot_token_file=tmp_path / "token").token() == TOKEN


@pytest.mark.parametrize("name", ["loop", "binary", "socket", "through a file", "too long"])
def test_자료_폴더가_될_수_없으면_말로_알린다(odd: dict[str, pathlib.Path], name: str) -> None:
    with pytest.raises(SettingsError, match=r"^TELCOFACTS_DATA_DIR"):
        address_of(Settings(telcofacts_data_dir=odd[name]))


@pytest.mark.parametrize("name", ["folder", "socket", "endless"])
def test_데이터베이스가_파일이_아니면_말로_알린다(odd: dict[str, pathlib.Path], name: str) -> None:
    with pytest.raises(SettingsError, match="파일이 아닙니다"):
        address_of(Settings.model_validate({"database_url": f"sqlite:///{odd[name]}"}))


def test_데이터베이스가_아닌_파일은_건드리지_않는다(odd: dict[str, pathlib.Path]) -> None:
    odd["binary"].write_bytes(b"not a database, but somebody's letter" * 100)
    before = odd["binary"].read_bytes()
    with pytest.raises(StorageError):
        Storage.open(Settings.model_validate({"database_url": f"sqlite:///{odd['binary']}"}), patience=0.1)
    assert odd["binary"].read_bytes() == before


def test_데이터베이스의_주소로_다른_파일이나_방식을_고르지_못한다(tmp_path: pathlib.Path) -> None:
    for form in ("?mode=memory&uri=true", "?vfs=unix-none", "?cache=shared", "#x"):
        url = address_of(Settings.model_validate({"database_url": f"sqlite:///{tmp_path}/facts.db{form}"}))
        assert not url.query
        assert url.drivername == "sqlite+pysqlite"
    address = address_of(Settings(telcofacts_data_dir=tmp_path / "가 나?x=1&y#z"))
    assert address.database == str(tmp_path / "가 나?x=1&y#z" / FILE_NAME)
    assert (tmp_path / "가 나?x=1&y#z").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "address",
    [
        "sqlite://", "sqlite:///:memory:", "mysql://x/y", "file:///etc/passwd", "postgresql://비밀@h:port/x", "x", "://",
        "oracle+cx_oracle://x", "sqlite+pysqlcipher://:비밀@/x", "sqlite://:비밀@/x",
        "sqlite://h/x", "http://h",
    ],
)  # fmt: skip
def test_다른_데이터베이스는_받지_않고_비밀번호를_되뇌지_않는다(address: str) -> None:
    with pytest.raises(SettingsError, match=r"^DATABASE_URL") as caught:
        address_of(Settings.model_validate({"database_url": address}))
    assert "비밀@" not in str(caught.value)


@pytest.mark.parametrize(
    "address",
    [
        "http://h\r\nX-Other: y", "http://h/?x=", "http://h/#x", "http:// h", "file:///etc/passwd", "http://", "h:8081",
        "http:///bot", "http://h\u202e", "http://h/\x00", "ftp://h",
    ],
)  # fmt: skip
def test_Bot_API의_주소는_토큰을_이어_붙일_수_있는_것뿐이다(address: str) -> None:
    with pytest.raises(ValidationError):
        Settings.model_validate({"telegram_api_base": address})


@pytest.mark.parametrize(
    ("address", "taken"),
    [("http://127.0.0.1:8081/", "http://127.0.0.1:8081"), ("https://h.kr/api/v1//", "https://h.kr/api/v1")],
)
def test_Bot_API의_주소는_경로가_있어도_된다(address: str, taken: str) -> None:
    assert Settings.model_validate({"telegram_api_base": address}).telegram_api_base == taken


@pytest.mark.parametrize(
    "address",
    [
        "http://h/telegram/x", "https://h/telegram/../healthz", "https://h/telegram/a/b", "https://h/telegram/x?y",
        "https://h/telegram/%2e%2e", "https://h/telegram/x\n", "https://u:p@h/telegram/x", "https://h/telegram/",
        "https://h\n/telegram/x", "https://h/x/telegram/y", "https://h/telegram/x#y", "https://h/telegram/한",
    ],
)  # fmt: skip
def test_웹훅의_주소는_경로가_하나뿐이다(address: str) -> None:
    with pytest.raises(ValidationError):
        Settings.model_validate({"telcofacts_webhook_url": address})


@pytest.mark.parametrize(
    "host", ["0.0.0.0:8080", "http://h", "999.1.1.1", "0.0.0", "[::1]", "h/", "h h", "h\n", "호스트", "h" * 254]
)
def test_여는_주소는_IP나_이름뿐이고_웹훅을_쓰지_않아도_본다(host: str) -> None:
    with pytest.raises(ValidationError, match="TELCOFACTS_WEBHOOK_PORT에"):
        Settings.model_validate({"telcofacts_listen_host": host})


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "fe80::1%eth0", "localhost", "bot_1.internal"])
def test_여는_주소는_IP와_이름이다(host: str) -> None:
    assert Settings.model_validate({"telcofacts_listen_host": host}).telcofacts_listen_host == host


@pytest.mark.parametrize("secret", ["짧다", "short", "a" * 15, "a" * 257, "a b c d e f g h i j", "a" * 16 + "\nx"])
def test_웹훅의_비밀_값은_웹훅을_쓰지_않아도_본다(secret: str) -> None:
    with pytest.raises(ValidationError, match="16~256자") as caught:
        Settings.model_validate({"telcofacts_webhook_secret": secret})
    assert secret not in str(caught.value), "of a secret nothing is quoted"


@pytest.mark.parametrize("name", ["loop", "missing", "binary", "socket", "through a file", "too long"])
def test_사실_자료의_폴더가_아니면_말로_알린다(odd: dict[str, pathlib.Path], name: str) -> None:
    with pytest.raises(KnowledgeError) as caught:
        load_knowledge(Location(odd[name], odd[name]))
    assert {finding.rule for finding in caught.value.findings} == {"base_is_there"}
