"""Requests to the Bot API, over aiohttp, counted."""

import asyncio
import time
import urllib.request
from collections.abc import Callable
from http import HTTPStatus
from typing import Any, Final

import aiohttp
import httpx
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

from telcofacts.channels.telegram.application import CONNECT_SECONDS, READ_SECONDS
from telcofacts.service.fetching import Batch, Batches, is_of_the_api, parse_response
from telcofacts.service.metrics import Metrics
from telcofacts.service.tracking import replied

_FETCHES: Final = frozenset({"deleteWebhook", "getUpdates"})
"""Polling begins with the first of these; a getUpdates of an idle bot returns only after its long poll."""
_REPLIES: Final = frozenset({"sendMessage", "editMessageText", "answerInlineQuery", "sendPhoto"})
_CONNECTIONS: Final = 256
"""As many as the library's own class opens."""
_IDLE_SECONDS: Final = 3.0
"""How long a connection is kept for the next request. Common servers close one after five: a request on it then fails,
for aiohttp does not make a POST again by itself."""


class MeasuredRequest(BaseRequest):
    """Makes requests; the reply to an update ends its latency.

    The library's own class makes them by httpx, which takes three milliseconds of processor time for each where thirty
    are under way, as much as all the rest of an answer; aiohttp takes 0.2.

    Proxies are those of the environment (HTTPS_PROXY, HTTP_PROXY, ALL_PROXY, NO_PROXY), read once; certificates are
    checked against certifi's authorities or SSL_CERT_FILE, as by the library's own class. A time for writing is not
    kept to.

    Args:
        metrics: where requests are counted.
        fetched: told of each batch of updates before the library makes objects of it.
        connect_timeout: seconds for a connection to come about.
        read_timeout: seconds without a byte of the response.
        pool_timeout: seconds until there is a connection: until one becomes free, or a new one has come about.
    """

    def __init__(
        self,
        metrics: Metrics,
        *,
        fetched: Callable[[Batch], None] = lambda _: None,
        connect_timeout: float = CONNECT_SECONDS,
        read_timeout: float = READ_SECONDS,
        pool_timeout: float = READ_SECONDS,
    ) -> None:
        self._metrics = metrics
        self._connect, self._read, self._pool = connect_timeout, read_timeout, pool_timeout
        self._session: aiohttp.ClientSession | None = None
        self._proxies: dict[str, str | None] = {}
        self._batches = Batches(fetched)
        self.last_fetch: float | None = None
        """When polling last got an answer, in seconds of the monotonic clock."""

    @property
    def read_timeout(self) -> float | None:
        """The seconds that a request may wait for a byte of its response where nothing else is said."""
        return self._read

    async def initialize(self) -> None:
        """Be ready for requests."""
        if self._session is None or self._session.closed:
            connector = aiohttp.TCPConnector(
                limit=_CONNECTIONS, keepalive_timeout=_IDLE_SECONDS, ssl=httpx.create_ssl_context()
            )
            self._session = aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar())

    async def shutdown(self) -> None:
        """Close all connections."""
        if self._session is not None:
            await self._session.close()

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Parse a response, without its text in the log where it is none."""
        return parse_response(payload)

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Make a request, and return the status and the body of its response.

        A refusal that is not the Bot API's is a proxy's or a firewall's: its 403 does not mean that a person blocked
        the bot, nor its 404 that the token is refused.

        Raises:
            TimedOut: where there was no response in time: it was perhaps carried out, unless no connection came about.
            NetworkError: where the connection was refused or broke, or what came back is no HTTP.
        """
        if self._session is None:
            raise RuntimeError("initialize() comes first")
        timeout = aiohttp.ClientTimeout(
            connect=_given(pool_timeout, self._pool),
            sock_connect=_given(connect_timeout, self._connect),
            sock_read=_given(read_timeout, self._read),
        )
        options: dict[str, Any] = {
            "data": _form(request_data), "headers": {"User-Agent": self.USER_AGENT}, "timeout": timeout,
            "proxy": self._proxy_for(url), "allow_redirects": False,
        }  # fmt: skip
        try:
            async with self._session.request(method, url, **options) as response:
                status, payload = response.status, await response.read()
        except (TimeoutError, aiohttp.ClientError) as error:
            self._metrics.response(None)
            if isinstance(error, asyncio.TimeoutError):
                raise TimedOut from error
            raise NetworkError(_describe(error)) from error
        self._metrics.response(status)
        name = url.rpartition("/")[2]
        if status != HTTPStatus.OK:
            return (status, payload) if is_of_the_api(payload) else (HTTPStatus.BAD_GATEWAY, b'{"description": null}')
        if name == "getUpdates":
            payload = self._batches.readable(payload)
        if name in _FETCHES:
            self.last_fetch = time.monotonic()
        if name in _REPLIES:
            replied(self._metrics)
        return status, payload

    def _proxy_for(self, url: str) -> str | None:
        server = "/".join(url.split("/", 3)[:3])
        if server not in self._proxies:  # aiohttp's own way asks anew at each request, and reads ~/.netrc for it
            self._proxies[server] = _find_proxy(server)
        return self._proxies[server]


def _find_proxy(server: str) -> str | None:
    """Return the address of the proxy to a server ("https://api.telegram.org") that the environment names."""
    scheme, _, host = server.partition("://")
    proxies = urllib.request.getproxies()
    proxy = proxies.get(scheme) or proxies.get("all")
    if not proxy or urllib.request.proxy_bypass(host):
        return None
    return proxy if "://" in proxy else f"http://{proxy}"


def _given(timeout: Any, default: float) -> float | None:
    return default if timeout is BaseRequest.DEFAULT_NONE else timeout


def _form(data: RequestData | None) -> aiohttp.FormData | None:
    if data is None:
        return None
    form = aiohttp.FormData(data.json_parameters)
    for name, (filename, content, mime) in data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=mime)
    return form


def _describe(error: aiohttp.ClientError) -> str:
    """Return what went wrong, without the address: the token is a part of it."""
    reason = error.strerror if isinstance(error, OSError) else None
    return f"{type(error).__name__}: {reason}" if reason else type(error).__name__
