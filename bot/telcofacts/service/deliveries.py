"""Read an update from the body of a webhook request, strictly: what is no update gets no further than here."""

import json
from collections.abc import Iterable
from typing import Any, Final

DEPTH_LIMIT: Final = 48
"""Objects and lists within one another; the deepest updates of Telegram have about 12."""
_LARGEST_ID: Final = 2**63 - 1


class MalformedError(Exception):
    """The body is no update."""


def parse_update(body: bytes) -> dict[str, Any]:
    """Return the JSON object of an update.

    Raises:
        MalformedError: where the body is no JSON, is nested too deeply, carries text that no database takes, or has
            no update id.
    """
    try:
        data = json.loads(body.decode("utf-8"), parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise MalformedError("no JSON") from None
    if _depth_exceeds(data, DEPTH_LIMIT):
        raise MalformedError("nested too deeply")
    if not isinstance(data, dict):
        raise MalformedError("no object")
    update_id = data.get("update_id")
    if isinstance(update_id, bool) or not isinstance(update_id, int) or not 0 <= update_id <= _LARGEST_ID:
        raise MalformedError("no update id")
    if b"\\u" in body:
        _check_characters(data)
    return data


def _refuse(constant: str) -> None:
    raise ValueError(constant)  # NaN and Infinity are Python's, not JSON's


def _check_characters(data: object) -> None:
    """Refuse half of a surrogate pair and NUL: only an escape can carry them, and neither can be stored."""
    text = json.dumps(data, ensure_ascii=False)
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        raise MalformedError("half of a surrogate pair") from None
    if "\\u0000" in text.replace("\\\\", ""):
        raise MalformedError("NUL")


def _depth_exceeds(data: object, limit: int) -> bool:
    level: list[object] = [data]
    for _ in range(limit + 1):
        level = [inner for value in level for inner in _inside(value)]
        if not level:
            return False
    return True


def _inside(value: object) -> Iterable[object]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()
