"""An answer as Telegram HTML, in messages that Telegram accepts.

Whatever comes from a record or a person is escaped: nothing but this module writes markup.
"""

import html
import re
from collections.abc import Iterable, Iterator

from telcofacts.answering.answer import Answer, Outcome
from telcofacts.knowledge.base import KnowledgeBase
from telcofacts.knowledge.models import Fact, Source
from telcofacts.rendering.messages import EN, KO, SUPERSESSION, Messages
from telcofacts.rendering.plain import render_fallback
from telcofacts.rendering.wording import say_attribution, say_gaps, say_missing, say_source, sources_of

MESSAGE_LIMIT = 4096
"""UTF-16 units of a message's text, counted without markup (core.telegram.org/bots/api#sendmessage)."""
ENTITY_LIMIT = 100
"""Links and bold or italic runs of a message; Telegram drops the rest without a word."""

_TAG = re.compile(r"<[^>]*>")
_OPENING_TAG = re.compile(r"<[^/>][^>]*>")


def escape(text: str) -> str:
    """Escape a text for use between tags or as an attribute.

    >>> escape("<b> & 'c'")
    '&lt;b&gt; &amp; &#x27;c&#x27;'
    """
    return html.escape(text)


def bold(text: str) -> str:
    """Mark a plain text as bold."""
    return f"<b>{escape(text)}</b>"


def link(text: str, url: str) -> str:
    """Make a plain text a link."""
    return f'<a href="{escape(url)}">{escape(text)}</a>'


def render_answer(answer: Answer, base: KnowledgeBase, messages: Messages = KO) -> tuple[str, ...]:
    """Render a reply: one message, or several where it is too long for one.

    Args:
        answer: what to say.
        base: the base that it came from.
        messages: the sentences around the facts, in the reader's language.
    """
    match answer.outcome:
        case Outcome.ANSWER:
            return pack(_answer_blocks(answer, base, messages))
        case Outcome.SUGGEST:
            offers = [f"{number}. {escape(match.fact.statement)}" for number, match in enumerate(answer.suggestions, 1)]
            missing = map(escape, say_missing(answer.parts, base, messages))
            return pack([*_entity_block(answer), *missing, escape(messages.did_you_mean), *offers], between="\n")
        case Outcome.FALLBACK:
            return pack([escape(render_fallback(answer, base, messages))])


def render_fact(fact: Fact, base: KnowledgeBase, messages: Messages = KO, headline: str | None = None) -> str:
    """Render one fact: headline, statement, kind · as-of · speaker, sources, what came after, what contradicts."""
    source_word = "Source" if messages is EN else "출처"
    lines = [bold(headline)] if headline else []
    lines += [escape(fact.statement), f"<i>{escape(say_attribution(fact, base))}</i>"]
    lines += [f"{source_word}: {_cite(source, base)}" for source in sources_of(fact, base)]
    for newer_link in base.superseded_by.get(fact.id, ()):
        newer = base.facts[newer_link.id]
        lines.append(f"{bold(SUPERSESSION[newer_link.how])}: {escape(f'{newer.statement} ({newer.as_of.korean()})')}")
    for other_id in fact.conflicts_with:
        other = base.facts[other_id]
        cited = " / ".join(_cite(source, base) for source in sources_of(other, base))
        lines.append(f"{bold(messages.conflict)}: {escape(other.statement)} ({cited})")
    return "\n".join(lines)


def _cite(source: Source, base: KnowledgeBase) -> str:
    return link(say_source(source, base), source.url)


def _answer_blocks(answer: Answer, base: KnowledgeBase, messages: Messages) -> list[str]:
    blocks = []
    for match in answer.matches:
        if match.fact.id in answer.dated:
            blocks.append(escape(messages.as_of_first.format(date=match.fact.as_of.korean())))
        blocks.append(render_fact(match.fact, base, messages, match.headline))
    after_date = 1 if answer.fact and answer.fact.id in answer.dated else 0  # what somebody is may change too
    blocks[after_date:after_date] = _entity_block(answer)
    return [*blocks, *map(escape, say_gaps(answer, base, messages))]


def _entity_block(answer: Answer) -> list[str]:
    entity = answer.entity
    return [f"{bold(entity.name)}: {escape(entity.description)}"] if entity else []


def utf16_length(text: str) -> int:
    """Count UTF-16 units, the measure of Telegram's limits.

    >>> utf16_length("가나"), utf16_length("🤖")
    (2, 2)
    """
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def visible(markup: str) -> str:
    """Return what is left of markup of this module once Telegram has read it.

    >>> visible('<b>A&amp;B</b> <a href="https://a.kr/?b=1&amp;c=2">C</a>')
    'A&B C'
    """
    return html.unescape(_TAG.sub("", markup))


def pack(blocks: Iterable[str], between: str = "\n\n") -> tuple[str, ...]:
    """Put blocks into as few messages as Telegram's limits allow; a block is cut only where it alone is too long.

    Args:
        blocks: pieces of markup, each complete in itself.
        between: what stands between two blocks of a message.

    >>> [len(message) for message in pack(["가" * 3000, "나" * 1000, "다" * 1000])]
    [4002, 1000]
    """
    messages: list[str] = []
    for block in blocks:
        for piece in [block] if _fits(block) else _cut(block):
            longer = f"{messages[-1]}{between}{piece}" if messages else piece
            if messages and _fits(longer):
                messages[-1] = longer
            else:
                messages.append(piece)
    return tuple(messages)


def _fits(markup: str) -> bool:
    return utf16_length(visible(markup)) <= MESSAGE_LIMIT and len(_OPENING_TAG.findall(markup)) <= ENTITY_LIMIT


def _cut(block: str) -> Iterator[str]:
    """Cut a block at its lines, and a line that is too long even so, without its markup, at any character."""
    for line in block.split("\n"):
        if _fits(line):
            yield line
            continue
        piece, length = "", 0
        for char in visible(line):
            width = utf16_length(char)
            if length + width > MESSAGE_LIMIT:
                yield escape(piece)
                piece, length = "", 0
            piece, length = piece + char, length + width
        yield escape(piece)
