"""uvicorn as a guest in an event loop that somebody else stops."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Iterator
from typing import Final

import uvicorn
from starlette.applications import Starlette

CONNECTION_LIMIT: Final = 500
"""Connections at once; beyond them 503. Telegram opens 100 at most."""
_CLOSE_SECONDS: Final = 5


class ServiceStartError(Exception):
    """The service cannot run; the message says what the operator has to set right."""


class _GuestServer(uvicorn.Server):
    """Leaves the signals to the host: its own handling of them would end the loop before the updates are answered."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@contextlib.asynccontextmanager
async def listening(application: Starlette, host: str, port: int) -> AsyncIterator[int]:
    """Serve an application over HTTP; yields the port, which is a free one where 0 was asked for.

    Leaving it closes the port, and lets requests that are under way end within five seconds.

    Raises:
        ServiceStartError: where the address cannot be listened on.
    """
    bound = _bind(host, port)
    config = uvicorn.Config(
        application,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        lifespan="off",
        ws="none",
        http="h11",
        loop="none",
        timeout_keep_alive=75,
        timeout_graceful_shutdown=_CLOSE_SECONDS,
        limit_concurrency=CONNECTION_LIMIT,
    )
    server = _GuestServer(config)
    serving = asyncio.create_task(server.serve(sockets=[bound]))
    try:
        while not server.started and not serving.done():  # noqa: ASYNC110 - uvicorn has no event for it
            await asyncio.sleep(0.01)
        if serving.done():
            serving.result()
        yield bound.getsockname()[1]
    finally:
        server.should_exit = True
        await serving
        bound.close()


def _bind(host: str, port: int) -> socket.socket:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with contextlib.ExitStack() as stack:
            bound = stack.enter_context(socket.socket(family, kind, protocol))
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            bound.bind(address)
            bound.listen()
            bound.setblocking(False)
            stack.pop_all()
    except OSError as error:
        raise ServiceStartError(
            f"{host}:{port}을(를) 열 수 없습니다({error.strerror or error}). "
            "TELCOFACTS_LISTEN_HOST와 포트 설정을 확인하세요."
        ) from None
    return bound
