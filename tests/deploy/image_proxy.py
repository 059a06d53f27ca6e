"""Put the proxy of `deploy/Caddyfile` before the service, with a certificate that Caddy makes itself."""

import asyncio
import contextlib
import os
import pathlib
import socket
import ssl
import tempfile
from collections.abc import AsyncIterator

import httpx

CADDYFILE = pathlib.Path(__file__).resolve().parents[2] / "deploy" / "Caddyfile"
START_SECONDS = 20


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


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
            for _ in range(START_SECONDS * 20):
                assert process.returncode is None, (folder / "log").read_text()
                with contextlib.suppress(OSError, ssl.SSLError):
                    trust = ssl.create_default_context(cafile=certificate)
                    socket.create_connection(("localhost", https), 1).close()
                    break
                await asyncio.sleep(0.05)
            base = f"https://localhost:{https}"
            async with httpx.AsyncClient(base_url=base, verify=trust, trust_env=False) as client:
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
    assert large.status_code == 413, large.status_code
