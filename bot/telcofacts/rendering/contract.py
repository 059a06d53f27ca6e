"""The public JSON form of an answer; tests and other programs rely on it."""

from typing import Any

from telcofacts.answering.answer import Answer
from telcofacts.knowledge.base import KnowledgeBase
from telcofacts.knowledge.models import Fact, Speaker
from telcofacts.matching.matcher import Match
from telcofacts.rendering.plain import render_answer
from telcofacts.rendering.wording import sources_of


def to_json(answer: Answer, base: KnowledgeBase, id_: str) -> dict[str, Any]:
    """Return the object that `telcofacts ask --json` prints for one question.

    Args:
        answer: the answer.
        base: the base that it came from.
        id_: the question's id in its batch, or its number.
    """
    entity = answer.entity
    return {
        "id": id_,
        "outcome": answer.outcome.value,
        "facts": [_match(match, base) for match in answer.matches],
        "suggestions": [_match(match, base) for match in answer.suggestions],
        "parts": [
            {
                "asked": part.asked,
                "outcome": part.outcome.value,
                "facts": list(part.facts),
                "missing": list(part.missing),
            }
            for part in answer.parts
        ],
        "entity": {"id": entity.id, "name": entity.name, "description": entity.description} if entity else None,
        "reply": render_answer(answer, base),
        "elapsed_ms": round(answer.elapsed_ms, 3),
    }


def _match(match: Match, base: KnowledgeBase) -> dict[str, Any]:
    return fact_to_json(match.fact, base) | {"score": round(match.score, 1)}


def fact_to_json(fact: Fact, base: KnowledgeBase) -> dict[str, Any]:
    """Return a fact with everything that a reader is shown of it."""
    speakers = [_speaker(speaker, base) for speaker in fact.speakers]
    newer = base.superseded_by.get(fact.id, ())
    return {
        "id": fact.id,
        "statement": fact.statement,
        "short": fact.short,
        "kind": fact.kind.value,
        "as_of": str(fact.as_of),
        "as_of_basis": fact.as_of_basis,
        "said": str(fact.said) if fact.said else None,
        "target": str(fact.target) if fact.target else None,
        "companies": list(base.companies_of(fact)),
        "entities": list(fact.entities),
        "topics": list(fact.topics),
        "speaker": speakers[0] if speakers else None,
        "speakers": speakers,
        "superseded_by": newer[0].id if newer else None,
        "supersedes": [link.model_dump() for link in fact.supersedes],
        "conflicts_with": list(fact.conflicts_with),
        "sources": [
            {
                "id": source.id,
                "title": source.title,
                "publisher": base.entities[source.publisher].name,
                "published": str(source.published) if source.published else None,
                "url": source.url,
                "url_kind": source.url_kind,
            }
            for source in sources_of(fact, base)
        ],
    }


def _speaker(speaker: Speaker, base: KnowledgeBase) -> dict[str, str | None]:
    return {
        "id": speaker.entity,
        "name": base.entities[speaker.entity].name,
        "role": speaker.title,
        "via": speaker.via,
    }
