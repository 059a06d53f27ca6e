"""The webhook: takes updates from Telegram and from nobody else, and acknowledges only what is written down."""

import asyncio
import hmac
import logging
import re
from typing import Final

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from telegram import Bot, Update

from telcofacts.service.deliveries import MalformedError, parse_update
from telcofacts.service.intake import BusyError, Intake
from telcofacts.service.logs import UPDATE_ID
from telcofacts.service.metrics import Metrics
from telcofacts.storage import Placing

BODY_LIMIT: Final = 1024 * 1024
"""Bytes; Telegram's updates have a few thousand."""
BODY_SECONDS: Final = 10.0
"""Seconds in which a body has to be there: a sender of one byte a second must not hold a connection."""
SECRET_HEADER: Final = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - a header's name
_RETRY_SECONDS: Final = 5
_RESULTS: Final = {Placing.MINE: "accepted", Placing.LATER: "deferred", Placing.SEEN: "repeated"}
"""What the metrics call what became of an update."""
_MEDIA_TYPE: Final = re.compile(r"application/json\s*(;\s*charset=\"?utf-8\"?\s*)?", re.IGNORECASE)
_LOG = logging.getLogger(__name__)


class RefusedError(Exception):
    """A request that is not served.

    Attributes:
        status: the HTTP status.
        result: what the metrics call it.
    """

    def __init__(self, status: int, result: str) -> None:
        super().__init__(result)
        self.status = status
        self.result = result


class Webhook:
    """The endpoint of one bot.

    Args:
        bot: whose updates they are.
        path: the last part of the address that Telegram calls.
        secret: what Telegram sends in the secret header.
        intake: where updates go.
        metrics: where deliveries are counted.
    """

    def __init__(self, bot: Bot, path: str, secret: str, intake: Intake, metrics: Metrics) -> None:
        self._bot = bot
        self._path = path.encode()
        self._secret = secret.encode()
        self._intake = intake
        self._metrics = metrics

    async def __call__(self, request: Request) -> Response:
        """Answer one request; the connection of a refused one is closed, read or not."""
        try:
            result = await self._deliver(request)
        except RefusedError as refused:
            self._metrics.deliveries.labels(refused.result).inc()
            headers = {"Connection": "close"}
            if refused.status == 503:
                headers["Retry-After"] = str(_RETRY_SECONDS)
            return Response(status_code=refused.status, headers=headers)
        self._metrics.deliveries.labels(result).inc()
        return Response(status_code=200)

    async def _deliver(self, request: Request) -> str:
        self._check(request)
        body = await _read(request)
        try:
            data = parse_update(body)
        except MalformedError as error:
            _LOG.warning("웹훅으로 온 것이 업데이트가 아닙니다: %s", error)
            raise RefusedError(400, "malformed") from None
        UPDATE_ID.set(data["update_id"])
        try:
            update = Update.de_json(data, self._bot)
        except Exception as error:  # noqa: BLE001 - the library raises whatever its constructors do
            # A refusal would make Telegram repeat it for a day, and hold back what comes after it.
            _LOG.error("읽을 수 없는 업데이트를 넘깁니다: %s", type(error).__name__)
            return "unreadable"
        try:
            return _RESULTS[await self._intake.take(update, data)]
        except BusyError:
            _LOG.warning("업데이트를 적어 둘 수 없어 텔레그램이 다시 보내게 합니다")
            raise RefusedError(503, "busy") from None

    def _check(self, request: Request) -> None:
        """Refuse who is not Telegram before anything of the body is read."""
        if not hmac.compare_digest(request.path_params["path"].encode(), self._path):
            raise RefusedError(404, "unknown_path")
        secrets = request.headers.getlist(SECRET_HEADER)
        given = secrets[0].encode("latin-1") if len(secrets) == 1 else b""
        if not hmac.compare_digest(given, self._secret):
            raise RefusedError(403, "forbidden")
        types = request.headers.getlist("Content-Type")
        if len(types) != 1 or not _MEDIA_TYPE.fullmatch(types[0].strip()) or "Content-Encoding" in request.headers:
            raise RefusedError(415, "wrong_type")


async def _read(request: Request) -> bytes:
    """Return the body, whether its length is announced or it comes in chunks."""
    announced = request.headers.get("Content-Length", "")
    if announced.isdecimal() and int(announced) > BODY_LIMIT:
        raise RefusedError(413, "too_large")
    body = bytearray()
    try:
        async with asyncio.timeout(BODY_SECONDS):
            async for chunk in request.stream():
                body += chunk
                if len(body) > BODY_LIMIT:
                    raise RefusedError(413, "too_large")
    except TimeoutError:
        raise RefusedError(408, "too_slow") from None
    except ClientDisconnect:
        raise RefusedError(400, "broken_off") from None
    return bytes(body)
