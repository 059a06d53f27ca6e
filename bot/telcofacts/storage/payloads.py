"""What the journal keeps of an update, as Telegram's Bot API writes updates (JSON)."""

import json
from collections.abc import Mapping
from typing import Any, Final, Literal, Protocol

Kind = Literal["message", "press", "inline", "other"]
Payload = Mapping[str, Any]

_MESSAGES: Final = ("message", "edited_message", "channel_post", "edited_channel_post", "business_message")
_NEEDLESS: Final = frozenset(
    {"first_name", "last_name", "username", "phone_number", "title", "vcard", "author_signature", "sender_user_name",
     "address", "bio", "forward_sender_name", "forward_signature"}
)  # fmt: skip
"""Texts about people that no reply needs. They are emptied, not dropped: the library insists on some of them."""


class Writable(Protocol):
    """An update object, such as `telegram.Update`."""

    def to_dict(self) -> dict[str, Any]:
        """Return it as Telegram wrote it."""


def as_payload(update: "Payload | Writable") -> Payload:
    """Return an update as a mapping."""
    return update if isinstance(update, Mapping) else update.to_dict()


def kind_of(payload: Payload) -> Kind:
    """Tell what an update is."""
    if "inline_query" in payload or "chosen_inline_result" in payload:
        return "inline"
    if "callback_query" in payload:
        return "press"
    return "message" if any(name in payload for name in _MESSAGES) else "other"


def chat_of(payload: Payload) -> int | None:
    """Return the number of the chat that an update belongs to, None where it belongs to none."""
    for content in payload.values():
        if not isinstance(content, Mapping):
            continue
        for holder in (content, content.get("message")):
            if isinstance(holder, Mapping) and isinstance(chat := holder.get("chat"), Mapping):
                number = chat.get("id")
                return number if isinstance(number, int) else None
    return None


def person_of(payload: Payload) -> int | None:
    """Return the number of whoever sent an update, None where nobody did; of who writes as a channel, that one's."""
    for content in payload.values():
        if not isinstance(content, Mapping):
            continue
        # "from" is the same for all channels, and for all anonymous admins.
        if isinstance(sender := content.get("sender_chat") or content.get("from"), Mapping):
            number = sender.get("id")
            return number if isinstance(number, int) else None
    return None


def dump(payload: Payload) -> str:
    """Write a payload without names; in ASCII, since lone surrogates and NUL are no text to a database."""
    return json.dumps(_without_names(payload), separators=(",", ":"))


def load(text: str) -> dict[str, Any]:
    """Read a payload."""
    payload: dict[str, Any] = json.loads(text)
    return payload


def _without_names(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {
            key: "" if key in _NEEDLESS and isinstance(item, str) else _without_names(item)
            for key, item in value.items()
        }
    return [_without_names(item) for item in value] if isinstance(value, list | tuple) else value


def text_of(payload: Payload) -> str:
    """Return what was typed or pressed."""
    for content in payload.values():
        if isinstance(content, Mapping):
            for name in ("text", "caption", "data", "query"):
                if isinstance(text := content.get(name), str):
                    return text
    return ""
