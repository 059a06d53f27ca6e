"""What the Bot API accepts as markup and keyboards, as strict as Telegram is."""

import dataclasses
import html
import json
import re
from typing import Any

TAGS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "tg-spoiler": "spoiler", "span": "spoiler",
    "a": "text_link", "code": "code", "pre": "pre", "blockquote": "blockquote", "tg-emoji": "custom_emoji",
}  # fmt: skip
ATTRIBUTES = {
    "a": {"href"}, "span": {"class"}, "code": {"class"}, "blockquote": {"expandable"}, "tg-emoji": {"emoji-id"},
}  # fmt: skip
MESSAGE_UNITS = 4096
CALLBACK_BYTES = 64
_TAG = re.compile(
    r"<(/?)([a-zA-Z][a-zA-Z0-9-]*)((?:\s+[a-zA-Z-]+(?:\s*=\s*(?:\"[^\"<>]*\"|'[^'<>]*'|[^\s\"'<>=]+))?)*)\s*>"
)
_ATTRIBUTE = re.compile(r"([a-zA-Z-]+)(?:\s*=\s*(\"[^\"]*\"|'[^']*'|\S+))?")
_REFERENCE = re.compile(r"&(lt|gt|amp|quot|#\d+|#[xX][0-9a-fA-F]+);")


class Refused(Exception):  # noqa: N818
    """The server answers with an error."""

    def __init__(self, code: int, description: str, **parameters: Any) -> None:
        self.code, self.description, self.parameters = code, description, parameters
        super().__init__(description)


@dataclasses.dataclass(frozen=True)
class Parsed:
    """A text without its markup, and the entities that the markup made."""

    text: str
    entities: list[dict[str, Any]]


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def parse_html(markup: str) -> Parsed:
    """Parse HTML as Telegram does: few tags, balanced, and only four named references."""
    text, place = "", 0
    entities: list[dict[str, Any]] = []
    stack: list[tuple[str, int, dict[str, str]]] = []
    while place < len(markup):
        char = markup[place]
        if char == "<":
            tag = _TAG.match(markup, place)
            if not tag:
                raise Refused(400, f"Bad Request: can't parse entities: Unclosed start tag at byte offset {place}")
            closing, name = tag[1], tag[2].lower()
            if name not in TAGS:
                raise Refused(400, f'Bad Request: can\'t parse entities: Unsupported start tag "{name}" at {place}')
            if closing:
                if not stack or stack[-1][0] != name:
                    raise Refused(400, f"Bad Request: can't parse entities: Unmatched end tag at byte offset {place}")
                _, start, extra = stack.pop()
                if units(text) > start:
                    entities.append({"type": TAGS[name], "offset": start, "length": units(text) - start, **extra})
            else:
                stack.append((name, units(text), _attributes(name, tag[3])))
            place = tag.end()
        elif char == "&" and (reference := _REFERENCE.match(markup, place)):
            text += html.unescape(reference[0])
            place = reference.end()
        else:
            text += char
            place += 1
    if stack:
        raise Refused(
            400, f"Bad Request: can't parse entities: Can't find end tag corresponding to start tag \"{stack[-1][0]}\""
        )
    return Parsed(text.rstrip(), sorted(entities, key=lambda entity: (entity["offset"], -entity["length"])))


def _attributes(name: str, source: str) -> dict[str, str]:
    found = {match[1].lower(): html.unescape((match[2] or "").strip("\"'")) for match in _ATTRIBUTE.finditer(source)}
    if found.keys() - ATTRIBUTES.get(name, set()):
        raise Refused(400, f'Bad Request: can\'t parse entities: unsupported attributes of tag "{name}"')
    if name == "a":
        return {"url": found.get("href", "")}
    if name == "span" and found.get("class") != "tg-spoiler":
        raise Refused(400, 'Bad Request: can\'t parse entities: Tag "span" must have class "tg-spoiler"')
    return {}


def check_text(text: str, parse_mode: str | None) -> Parsed:
    if parse_mode not in (None, "HTML"):
        raise Refused(400, "Bad Request: unsupported parse_mode")
    parsed = parse_html(text) if parse_mode else Parsed(text.rstrip(), [])
    if not parsed.text.strip():
        raise Refused(400, "Bad Request: message text is empty")
    if units(parsed.text) > MESSAGE_UNITS:
        raise Refused(400, "Bad Request: message is too long")
    return parsed


def check_keyboard(value: Any) -> dict[str, Any] | None:
    """Check an inline keyboard: rows of buttons, each with a text and exactly one action."""
    if value is None:
        return None
    markup = json.loads(value) if isinstance(value, str) else value
    rows = markup.get("inline_keyboard")
    if not isinstance(rows, list) or not all(isinstance(row, list) and row for row in rows):
        raise Refused(400, "Bad Request: inline keyboard expected")
    buttons = [button for row in rows for button in row]
    if len(buttons) > 100:
        raise Refused(400, "Bad Request: reply markup is too long")
    for button in buttons:
        actions = set(button) - {"text"}
        if not button.get("text") or len(actions) != 1:
            raise Refused(400, "Bad Request: can't parse inline keyboard button")
        data = button.get("callback_data")
        if data is not None and not 1 <= len(data.encode()) <= CALLBACK_BYTES:
            raise Refused(400, "Bad Request: BUTTON_DATA_INVALID")
    return {"inline_keyboard": rows}
