"""Put the proxy of `deploy/Caddyfile` before the service, with a certificate that Caddy makes itself."""

import asyncio
import contextlib
import os
import pathlib
import socket
import ssl
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable

import httpx

CADDYFILE = pathlib.Path(__file__).resolve().parents[2] / "deploy" / "Caddyfile"
START_SECONDS = 20


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


async def _until(
    process: asyncio.subprocess.Process, holds: Callable[[], bool | Awaitable[bool]], said: Callable[[], str]
) -> None:
    for _ in range(START_SECONDS * 20):
        assert process.returncode is None, said()
        now = holds()
        if now if isinstance(now, bool) else await now:
            return
        await asyncio.sleep(0.05)
    raise AssertionError(f"not there in {START_SECONDS} s: {said()}")


@contextlib.asynccontextmanager
async def proxied(port: int) -> AsyncIterator[httpx.AsyncClient]:
    """Run Caddy before a port of this machine; yields a client that speaks to it by TLS."""
    https, http = free_port(), free_port()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        options = f"admin off\nskip_install_trust\nhttp_port {http}\nhttps_port {https}\n"
        (folder / "Caddyfile").write_text(f"{{\n{options}}}\nimport {CADDYFILE}\n", encoding="utf-8")
        own = {"HOME": name, "XDG_DATA_HOME": name, "XDG_CONFIG_HOME": name, "PATH": os.environ["PATH"]}
        with (folder / "log").open("wb") as log:
            process = await asyncio.create_subprocess_exec(
                "caddy", "run", "--config", str(folder / "Caddyfile"), "--adapter", "caddyfile", stdout=log, stderr=log,
                env={**own, "TELCOFACTS_HOST": "localhost", "TELCOFACTS_UPSTREAM": f"127.0.0.1:{port}"},
            )  # fmt: skip
        try:
            certificate = folder / "caddy" / "pki" / "authorities" / "local" / "root.crt"
            await _until(process, certificate.exists, (folder / "log").read_text)
            trust = ssl.create_default_context(cafile=certificate)
            base = f"https://localhost:{https}"
            async with httpx.AsyncClient(base_url=base, verify=trust, trust_env=False) as client:

                async def speaks() -> bool:
                    with contextlib.suppress(httpx.TransportError):  # listens before it has a certificate of its own
                        return (await client.get("/")).status_code == 404
                    return False

                await _until(process, speaks, (folder / "log").read_text)
                yield client
        finally:
            if process.returncode is None:
                process.terminate()
                await process.wait()


async def check_proxy(client: httpx.AsyncClient, path: str, headers: dict[str, str]) -> None:
    """See that the proxy lets through what Telegram sends, and nothing else."""
    assert (await client.post(path, json={"update_id": 1})).status_code == 403, "the secret is the service's to ask for"
    for other in ("/healthz", "/readyz", "/metrics", "/", f"/x{path}"):
        assert (await client.post(other, headers=headers)).status_code == 404, other
        assert (await client.get(other)).status_code == 404, other
    assert (await client.get(path, headers=headers)).status_code == 404
    large = await client.post(path, content=b" " * 1_100_000, headers=headers | {"Content-Type": "application/json"})
    # The service refuses it by its announced length and closes; Caddy may be writing still: a bad gateway.
    assert large.status_code in (413, 502), large.status_code
