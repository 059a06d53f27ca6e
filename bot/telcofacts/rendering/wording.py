"""How a fact's date, speaker and source are put into words; shared by all channels."""

from collections.abc import Iterable, Iterator

from telcofacts.answering.answer import Answer, Outcome, Part
from telcofacts.knowledge.base import KnowledgeBase
from telcofacts.knowledge.models import Fact, Kind, Source, Speaker
from telcofacts.rendering.messages import KINDS, Messages


def say_as_of(fact: Fact) -> str:
    """Say as of when a fact holds, and how that is known.

    A stated date stands bare; an inferred one is marked as such, one taken from the report's date too.
    """
    date = fact.as_of.korean()
    match fact.as_of_basis:
        case "inferred":
            return f"{date}(추정)"
        case "published":
            return f"{date}(보도 시점)"
        case _:
            return date


def say_speaker(speaker: Speaker, kind: Kind, base: KnowledgeBase) -> str:
    """Name the speaker of a fact with title; a journalist's own judgement is called that, a plan is reported."""
    name = base.entities[speaker.entity].name
    title = speaker.title or ""
    full = f"{name} {title}".strip() if title and not title.startswith(name) else title or name
    if speaker.via != "article":
        return full
    return f"{full} 보도" if kind in (Kind.PLAN, Kind.FACT) else f"{full}의 판단"


def say_attribution(fact: Fact, base: KnowledgeBase) -> str:
    """Put kind, date, target and speakers into one line, as in "계획 · 2025년 2월(보도 시점) · 목표 2025년 상반기"."""
    parts = [KINDS[fact.kind.value], f"{say_as_of(fact)} 기준"]
    if fact.said and fact.said != fact.as_of:
        is_reported = all(speaker.via == "article" for speaker in fact.speakers)
        parts.append(f"{fact.said.korean()} {'보도' if is_reported else '발언'}")
    if fact.target:
        parts.append(f"목표 {fact.target.korean()}")
    parts += [say_speaker(speaker, fact.kind, base) for speaker in fact.speakers]
    return " · ".join(parts)


def say_published(source: Source) -> str:
    """Say when an article appeared; an estimate is called one."""
    if source.published is None:
        return "발행일 미상"
    date = source.published.korean()
    return f"{date}경(추정)" if source.published_precision == "estimated" else date


def say_source(source: Source, base: KnowledgeBase) -> str:
    """Name an article's publisher and date; a copy on another site is called one."""
    mirror = ", 전재본" if source.url_kind == "mirror" else ""
    excerpt = ", 일부만 확인" if source.access == "excerpt" else ""
    return f"{base.entities[source.publisher].name}, {say_published(source)}{mirror}{excerpt}"


def sources_of(fact: Fact, base: KnowledgeBase) -> tuple[Source, ...]:
    """Return the cards of a fact's sources, each once."""
    return tuple(base.sources[id_] for id_ in dict.fromkeys(reference.id for reference in fact.sources))


def say_missing(parts: Iterable[Part], base: KnowledgeBase, messages: Messages) -> list[str]:
    """Say about which of the companies that were asked of nothing is recorded at all."""
    names = [base.entities[id_].name for part in parts for id_ in part.missing]
    return [messages.nothing_about.format(names=", ".join(dict.fromkeys(names)))] if names else []


def say_gaps(answer: Answer, base: KnowledgeBase, messages: Messages) -> Iterator[str]:
    """Say what else was asked and has no answer: nothing is recorded, or nothing is near enough to be sure."""
    yield from say_missing(answer.parts, base, messages)
    for part in answer.parts:
        if part.outcome is not Outcome.ANSWER and not part.missing:
            gap = messages.not_sure if part.outcome is Outcome.SUGGEST else messages.not_recorded
            yield f"“{part.asked}”: {gap}"
