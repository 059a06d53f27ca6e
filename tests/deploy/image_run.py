"""Run the built image as its user against a Bot API server on loopback, and say what was measured.

    image_run.py ROOT CONTAINER -- BUILDAH [OPTION…]

ROOT is where the container's file system is mounted; the rest is how buildah is called. Polling and webhook are run one
after the other by buildah, and polling once more as compose and Kubernetes run it, with a root that cannot be written:
ready, a question, the health routes, SIGTERM. The webhook gets its update through the proxy where Caddy is installed.
"""

import asyncio
import contextlib
import dataclasses
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from typing import Any

import httpx

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "telegram"))
from botapi import TOKEN, BotApi
from botapi_methods import BOT
from image_locked import WRITE_ANYWHERE, check_locked, locked
from image_proxy import check_proxy, free_port, proxied

SECRET = "tHe-secret_of-the-image-test"
PATH = "/telegram/7f3c9a"
QUESTION = "KT 대표 누구야?"
USER = 10001
READY_SECONDS = 60
STOP_SECONDS = 30  # what an orchestrator waits by default


@dataclasses.dataclass
class Image:
    """The image's own settings, as its Dockerfile says."""

    root: pathlib.Path
    container: str
    buildah: list[str]
    config: dict[str, Any]
    is_locked: bool = False

    def run(self, environment: dict[str, str], command: list[str]) -> list[str]:
        if self.is_locked:
            return locked(self.root, self.config, environment, command)
        variables = [part for name, value in environment.items() for part in ("--env", f"{name}={value}")]
        return [*self.buildah, "run", "--isolation", "chroot", *variables, self.container, "--", *command]


def inspect(root: str, container: str, buildah: list[str]) -> Image:
    said = subprocess.run([*buildah, "inspect", container], capture_output=True, check=True).stdout
    return Image(pathlib.Path(root), container, buildah, json.loads(said)["Docker"]["config"])


def check_settings(image: Image) -> None:
    config = image.config
    assert config["User"] == f"{USER}:{USER}", config["User"]
    assert config["Cmd"][0] != "/bin/sh", config["Cmd"]
    assert config["StopSignal"] == "SIGTERM"
    assert config["Healthcheck"]["Test"][0] == "CMD"
    assert config["Labels"]["org.opencontainers.image.title"] == "telcofacts"
    assert not [name for name in config["Env"] if "TOKEN" in name or "SECRET" in name]
    for tool in ("gcc", "cc", "make", "g++", "c++", "ld", "as", "clang", "rustc", "cargo"):
        found = [
            path
            for folder in ("usr/bin", "usr/local/bin", "opt/telcofacts/bin")
            if (path := image.root / folder / tool).exists()
        ]
        assert not found, found
    for python in ("python3", "/usr/bin/python3"):  # the environment's and, where there is one, the system's
        if python == "python3" or (image.root / python[1:]).exists():
            finds = "import importlib.util as u, sys; sys.exit(any(map(u.find_spec, ('pip', 'ensurepip'))))"
            assert subprocess.run(image.run({}, [python, "-c", finds]), check=False).returncode == 0, python
    assert not list(image.root.glob("**/bin/pip*"))
    assert "pip_conf" not in {path.name for path in image.root.glob("run/secrets/*")}
    [learnt] = image.root.glob("opt/telcofacts/learnt/*")
    assert (learnt.stat().st_uid, learnt.stat().st_mode & 0o777) == (0, 0o644), "to be read by the user, not written"
    print("image: user, command, labels as they should be; no compiler, no pip, no secret in it")


def service_process(parent: int) -> int:
    """Return the id of the service's process, which is the innermost child of buildah's."""
    innermost = parent
    while children := _children(innermost):
        innermost = children[0]
    return innermost


def _children(process: int) -> list[int]:
    # Of every thread: buildah starts its children from whichever it is in.
    lists = pathlib.Path(f"/proc/{process}/task").glob("*/children")
    return [int(child) for children in lists for child in children.read_text().split()]


def status(process: int, name: str) -> list[str]:
    lines = pathlib.Path(f"/proc/{process}/status").read_text().splitlines()
    return next(line.split()[1:] for line in lines if line.startswith(f"{name}:"))


@contextlib.asynccontextmanager
async def running(image: Image, environment: dict[str, str]) -> AsyncIterator[asyncio.subprocess.Process]:
    process = await asyncio.create_subprocess_exec(*image.run(environment, image.config["Cmd"]))
    try:
        yield process
    finally:
        if process.returncode is None:
            os.kill(service_process(process.pid), signal.SIGKILL)
            await process.wait()


async def deliver(api: BotApi, client: httpx.AsyncClient, port: int) -> tuple[str, float]:
    """Deliver what waits to the webhook, by the proxy where there is one; return how, and the seconds to the reply."""
    headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
    hook = f"http://127.0.0.1:{port}{PATH}"
    assert (await client.post(hook, json=api.bot.updates[0])).status_code == 403
    async with contextlib.AsyncExitStack() as stack:
        if shutil.which("caddy"):
            name, client = "webhook behind Caddy", await stack.enter_async_context(proxied(port))
            await check_proxy(client, PATH, headers)
            hook = PATH
        else:
            name = "webhook (caddy is not installed: the proxy is not tried)"
        asked = time.monotonic()
        assert (await client.post(hook, json=api.bot.updates[0], headers=headers)).status_code == 200
        await api.wait_for("sendMessage")
        return name, time.monotonic() - asked


async def serve(image: Image, mode: str, first_update: int) -> None:
    """Run the image in one mode from its start to its end."""
    name = f"{mode}, locked" if image.is_locked else mode
    port, health = free_port(), free_port()
    async with BotApi() as api, httpx.AsyncClient(trust_env=False) as client:
        environment = {
            "TELEGRAM_BOT_TOKEN": TOKEN,
            "TELEGRAM_API_BASE": api.address,
            "TELCOFACTS_HEALTH_PORT": str(health),
            "TELCOFACTS_WEBHOOK_PORT": str(port),
        }
        if mode == "webhook":
            environment["TELCOFACTS_WEBHOOK_URL"] = f"https://bot.example.org{PATH}"
            environment["TELCOFACTS_WEBHOOK_SECRET"] = SECRET
        api.bot.last_update_id = first_update  # /data remembers those of the run before
        started = time.monotonic()
        async with running(image, environment) as process:
            base = f"http://127.0.0.1:{health}"
            await until_ready(client, base, process)
            ready = time.monotonic() - started
            pid = service_process(process.pid)
            assert status(pid, "Uid") == [str(USER)] * 4, status(pid, "Uid")
            if image.is_locked:
                check_locked(pid)
            asked = time.monotonic()
            await api.bot.say(QUESTION)
            if mode == "webhook":
                name, answered = await deliver(api, client, port)
            else:
                await api.wait_for("sendMessage")
                answered = time.monotonic() - asked
            [text] = [message["text"] for message in api.bot.messages.values() if message["from"]["id"] == BOT["id"]]
            assert "KT" in text, text
            assert (await client.get(f"{base}/healthz")).status_code == 200
            assert "telcofacts_reply_seconds_count 1.0" in (await client.get(f"{base}/metrics")).text.splitlines()
            probe = image.config["Healthcheck"]["Test"][1:]
            asking = time.monotonic()
            checked = await asyncio.create_subprocess_exec(*image.run(environment, probe), stdout=subprocess.DEVNULL)
            assert await checked.wait() == 0
            probed = time.monotonic() - asking
            memory = int(status(pid, "VmRSS")[0]) // 1024
            stopping = time.monotonic()
            os.kill(pid, signal.SIGTERM)
            assert await asyncio.wait_for(process.wait(), STOP_SECONDS) == 0
            stopped = time.monotonic() - stopping
        written = [path for path in image.root.rglob("*") if not path.is_symlink() and path.stat().st_uid == USER]
        outside = [path for path in written if image.root / "data" not in (path, *path.parents)]
        assert outside == [image.root / "cache"], outside  # where a volume may be mounted
        assert not list(image.root.glob("cache/*"))
        assert not list(image.root.rglob("data/**/model-*")), "what is learnt came with the image"
        print(
            f"{name}: ready in {ready:.1f} s, answered in {answered:.2f} s, probed in {probed:.2f} s, {memory} MB, "
            f"ended {stopped:.1f} s after SIGTERM with 0, as user {USER}, wrote nothing outside /data"
        )


async def until_ready(client: httpx.AsyncClient, base: str, process: asyncio.subprocess.Process) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        assert process.returncode is None, f"it ended with {process.returncode}"
        with contextlib.suppress(httpx.TransportError):
            if (await client.get(f"{base}/readyz")).status_code == 200:
                return
        await asyncio.sleep(0.05)
    raise AssertionError(f"not ready in {READY_SECONDS} s")


def main() -> None:
    root, container, _, *buildah = sys.argv[1:]
    image = inspect(root, container, buildah)
    check_settings(image)
    for number, mode in enumerate(("polling", "webhook"), 1):
        asyncio.run(serve(image, mode, 1000 * number))
    kept = dataclasses.replace(image, is_locked=True)
    assert subprocess.run(kept.run({}, ["python3", "-c", WRITE_ANYWHERE]), check=False).returncode == 0
    asyncio.run(serve(kept, "polling", 3000))


if __name__ == "__main__":
    main()
