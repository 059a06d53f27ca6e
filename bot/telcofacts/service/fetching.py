"""What comes back from the Bot API, before the library makes objects of it."""

import json
import logging
from collections.abc import Callable, Sequence
from typing import Any, Final

from telegram import Update
from telegram.error import NetworkError

Batch = Sequence[dict[str, Any]]
"""Updates, as Telegram wrote them."""

INVALID: Final = "Invalid server response"
_LOG = logging.getLogger(__name__)


def parse_response(payload: bytes) -> dict[str, Any]:
    """Return a response of the Bot API as a mapping.

    The library's own way logs what it cannot read, which may be what people wrote, and raises what is not tried again.

    Raises:
        NetworkError: where it is none: a proxy's page, half a response.
    """
    try:
        data = json.loads(payload.decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        data = None
    if not isinstance(data, dict) or not data.keys() & {"result", "description"}:
        raise NetworkError(INVALID)
    return data


def is_of_the_api(payload: bytes) -> bool:
    """Tell whether a response comes from the Bot API rather than from something on the way to it."""
    try:
        parse_response(payload)
    except NetworkError:
        return False
    return True


class Batches:
    """Sees each batch of updates that polling fetches.

    The library gives up a batch in which it cannot read one update, and fetches it again for ever, at once each time:
    nobody would be answered any more. A batch that comes again is looked through (0.2 ms an update, too much for all of
    them), and what cannot be read is passed on empty, so that the offset moves past it.

    Args:
        seen: told of each batch before the library makes objects of it.
    """

    def __init__(self, seen: Callable[[Batch], None] = lambda _: None) -> None:
        self._seen = seen
        self._first: int | None = None

    def readable(self, payload: bytes) -> bytes:
        """Return a response with a batch as the library can read it.

        Raises:
            NetworkError: where there is no batch.
        """
        batch = parse_response(payload).get("result")
        if not isinstance(batch, list) or not all(_is_numbered(update) for update in batch):
            raise NetworkError(INVALID)
        first = batch[0]["update_id"] if batch else None
        came_again = first is not None and first == self._first
        self._first = first
        if not came_again:
            self._seen(batch)
            return payload
        known = [update if _is_readable(update) else {"update_id": update["update_id"]} for update in batch]
        self._seen(known)
        return json.dumps({"ok": True, "result": known}).encode()


def _is_numbered(update: object) -> bool:
    return isinstance(update, dict) and isinstance(update.get("update_id"), int)


def _is_readable(update: dict[str, Any]) -> bool:
    try:
        Update.de_json(dict(update), None)
    except Exception as error:  # noqa: BLE001 - the library raises whatever its constructors do
        _LOG.error("읽을 수 없는 업데이트 %d을(를) 넘깁니다: %s", update["update_id"], type(error).__name__)
        return False
    return True
