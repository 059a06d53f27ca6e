"""Whatever a curator writes is shown as text, in every field that takes free text.

Which fields do is found out by trying: a field whose model takes markup is one. So a new field is tested unasked.
"""

import dataclasses
import html
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import ValidationError

from botapi import TOKEN
from botapi_methods import PERSON
from offline import OfflineRequest, Room, buttons
from scripted import BASE, ScriptedAnswerer
from telcofacts.answering.answer import Answer, Outcome, Part
from telcofacts.channels.telegram import build_application
from telcofacts.knowledge.base import KnowledgeBase
from telcofacts.knowledge.loading import Location, read_draft
from telcofacts.knowledge.models import RECORD_TYPES, KeyedRecord, as_yaml_data
from telcofacts.rendering.plain import render_answer as render_plain
from telcofacts.settings import Settings

MARK = """<b x="{0}">&lt;'"""
ADDRESS = "https://x.kr/?{0}='&quot;onclick=y&lt;b&gt;"
KEYS = {"id", "entity", "publisher", "owner", "group", "entities", "topics", "conflicts_with", "speakers.entity"}
SHOWN = {
    "facts.statement", "facts.short", "facts.speakers.as", "facts.questions", "entities.name", "entities.description",
    "topics.name", "topics.description", "sources.title", "sources.description", "sources.url", "out_of_scope.name",
    "out_of_scope.reply",
}  # fmt: skip
"""The fields that Telegram shows of the records below."""


@dataclasses.dataclass
class Hostile:
    """A base with markup in every field that takes it, and which field each piece stands in."""

    base: KnowledgeBase
    fields: dict[str, str]


def leaves(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Yield the path of each text in a record's data."""
    if isinstance(value, str):
        yield path
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value if isinstance(value, list) else ()):
        yield from leaves(inner, (*path, key))


def replaced(value: Any, path: tuple[str | int, ...], new: str) -> Any:
    if not path:
        return new
    copy: Any = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = replaced(copy[path[0]], path[1:], new)
    return copy


def make_hostile(kind: str, record: KeyedRecord, fields: dict[str, str]) -> KeyedRecord:
    data = as_yaml_data(record)
    for path in list(leaves(data)):
        name = ".".join(str(part) for part in (kind, *path) if isinstance(part, str))
        for form in (MARK, ADDRESS):
            text = form.format(len(fields))
            try:
                record = RECORD_TYPES[kind].model_validate(replaced(data, path, text), by_alias=True, by_name=False)
            except ValidationError:
                continue
            data = as_yaml_data(record)
            fields[text] = name
            break
    return record


def plain_base() -> KnowledgeBase:
    return read_draft(Location(BASE / "knowledge", BASE / "seeds"))[0].base


@pytest.fixture(scope="module")
def hostile() -> Hostile:
    base, fields = plain_base(), dict[str, str]()
    records = {
        kind: {id_: make_hostile(kind, record, fields) for id_, record in getattr(base, kind).items()}
        for kind in RECORD_TYPES
    }
    return Hostile(KnowledgeBase(**records, version="x"), fields)  # type: ignore[arg-type]


async def conversation(base: KnowledgeBase, settings: Settings) -> Room:
    """Have everything shown that a base has: each fact, list, subject and outcome, in chat and inline."""
    answerer = ScriptedAnswerer(base)
    answerer.script, answerer.asked, answerer.conversations = {}, [], []
    known = answerer.matcher.rank(answerer.matcher.read(next(iter(base.facts.values())).questions[0])).matches
    known = tuple(dataclasses.replace(match, headline=match.fact.short) for match in known)
    matches = {match.fact.id: match for match in sorted(known, key=lambda match: match.fact.id)}
    assert matches.keys() == base.facts.keys()
    for number, match in enumerate(matches.values()):
        answerer.script[f"{number}번"] = Answer("?", Outcome.ANSWER, (match,), dated=frozenset({match.fact.id}))
    for number, entity in enumerate(base.entities.values()):
        answerer.script[f"{number} 누구야"] = Answer("?", Outcome.FALLBACK, entity=entity)
        parts = (Part("?", Outcome.ANSWER, ()), Part("?", Outcome.FALLBACK, (), missing=(entity.id,)))
        answer = Answer("?", Outcome.ANSWER, (match,), entity=entity, parts=parts)
        answerer.script[f"{number} 견줘"] = answer
        answerer.script[f"{number} 혹시"] = Answer("?", Outcome.SUGGEST, (), tuple(matches.values())[:3], entity=entity)
    for number, subject in enumerate(base.out_of_scope.values()):
        answerer.script[f"{number} 몰라"] = Answer("?", Outcome.FALLBACK, out_of_scope=subject)
    request = OfflineRequest()
    application = build_application(settings, answerer, request=request)
    async with application:
        room = Room(application, request)
        for sender in (PERSON, {**PERSON, "id": 78, "language_code": "en"}):
            for text in list(answerer.script):
                await room.ask(text, sender=sender)
                await room.people.query(text)
                await room.work()
            for fact in base.facts:
                await room.ask(f"/start {fact}", sender=sender)
            topics = await room.ask("/topics", sender=sender)
            for _, data in buttons(topics):
                await room.press(topics, data, sender=sender)
            await room.ask("/sources", sender=sender)
        assert not room.errors
        return room


def offered(room: Room) -> list[dict[str, Any]]:
    return [result for made in room.made("answerInlineQuery") for result in json.loads(made["results"])]


def everything(room: Room) -> str:
    """Return all that Telegram was given to show, as people see it."""
    sent = [made["text"] for method in ("sendMessage", "editMessageText") for made in room.made(method)]
    inline = [result["input_message_content"]["message_text"] for result in offered(room)]
    seen = [html.unescape(re.sub("<[^>]*>", "", markup)) for markup in [*sent, *inline]]
    addresses = [html.unescape(href) for markup in [*sent, *inline] for href in re.findall('href="([^"]*)"', markup)]
    labels = [label for message in room.said() for label, _ in buttons(message)]
    titles = [result[key] for result in offered(room) for key in ("title", "description")]
    return "\n".join([*seen, *addresses, *labels, *titles])


def tags(room: Room) -> list[list[str]]:
    """Return the tags of each message, without what they say."""
    sent = [made["text"] for method in ("sendMessage", "editMessageText") for made in room.made(method)]
    return [re.findall(r"</?[^ >]*", markup) for markup in sent]


@pytest.fixture
def settings() -> Settings:
    return Settings.model_validate({"telegram_bot_token": TOKEN, "telcofacts_messages_per_second": 100_000})


async def test_기록의_어느_칸에_적은_마크업도_글로만_보인다(hostile: Hostile, settings: Settings) -> None:
    room = await conversation(hostile.base, settings)
    shown = everything(room)
    assert {name for text, name in hostile.fields.items() if text in shown} >= SHOWN
    harmless = await conversation(plain_base(), settings)
    assert tags(room) == tags(harmless), "a record made or broke a tag"
    addresses = {source.url for source in hostile.base.sources.values()}
    entities = [entity for message in room.said() for entity in message["entities"]]
    assert {entity.get("url", "") for entity in entities} <= {"", *addresses}
    assert {entity["type"] for entity in entities} <= {"bold", "italic", "text_link"}


def test_글을_받는_칸을_모두_찾는다(hostile: Hostile) -> None:
    assert set(hostile.fields.values()) >= SHOWN
    assert not {name.partition(".")[2] for name in hostile.fields.values()} & KEYS, "keys are no place for markup"


@pytest.mark.parametrize("kind", RECORD_TYPES)
def test_줄을_바꾸거나_터미널을_부리는_글자는_기록에_들지_못한다(kind: str) -> None:
    base, taken = plain_base(), list[str]()
    for record in getattr(base, kind).values():
        data = as_yaml_data(record)
        for path in leaves(data):
            for text in ("가\n나", "\x1b[31m가", "가\u202e나", "가\u0000"):
                try:
                    RECORD_TYPES[kind].model_validate(replaced(data, path, text), by_alias=True, by_name=False)
                except ValidationError:
                    continue
                taken.append(f"{kind}.{path}: {text!r}")
    assert not taken


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)", "data:text/html,x", "tg://resolve?domain=x", "http:", "https:///", "https://?x",
        "//x.kr",
        "https://x.kr/ onclick=y", 'https://x.kr/"onclick="y', "https://x.kr/<b>", "https://x.kr/\n",
        "file:///etc/passwd", "https://newspost.kr@x.kr/", "https://newspost.kr:80@x.kr",
    ],
)  # fmt: skip
def test_누를_수_있는_주소는_웹_주소뿐이다(address: str) -> None:
    source = next(iter(plain_base().sources.values()))
    with pytest.raises(ValidationError):
        RECORD_TYPES["sources"].model_validate({**as_yaml_data(source), "url": address})


def test_터미널에서도_적힌_그대로다(hostile: Hostile) -> None:
    answerer = ScriptedAnswerer(hostile.base)
    known = answerer.matcher.rank(answerer.matcher.read(next(iter(hostile.base.facts.values())).questions[0])).matches
    for match in known:
        assert match.fact.statement in render_plain(Answer("?", Outcome.ANSWER, (match,)), hostile.base)
