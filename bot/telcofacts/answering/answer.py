"""What the program has to say to an utterance, before it is rendered for a channel."""

import dataclasses
from enum import StrEnum

from telcofacts.knowledge.models import Entity, Fact, OutOfScope
from telcofacts.matching.matcher import Match


class Outcome(StrEnum):
    """Which of the three kinds of reply it is."""

    ANSWER = "answer"
    SUGGEST = "suggest"
    FALLBACK = "fallback"


@dataclasses.dataclass(frozen=True)
class Part:
    """One question of a message, or one company of a comparison.

    Attributes:
        missing: ids of the companies about which nothing is recorded.
    """

    asked: str
    outcome: Outcome
    facts: tuple[str, ...]
    missing: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True)
class Answer:
    """A reply in terms of facts.

    Attributes:
        utterance: what was asked, as it was typed but for its spelling.
        outcome: answer, suggest or fallback.
        matches: the facts presented as the answer, best first; empty unless the outcome is answer.
        suggestions: facts offered as a guess ("혹시 이 내용인가요?") or as further reading; of several questions, what
            is offered for those without a sure answer.
        entity: who or what the question is about, where it asks just that.
        out_of_scope: the subject that the base does not cover, where it was recognised.
        dated: ids of the facts before which their as-of date has to be said, since it is the present that was asked of.
        parts: one a question in the message.
        elapsed_ms: time that it took, in milliseconds.
    """

    utterance: str
    outcome: Outcome
    matches: tuple[Match, ...] = ()
    suggestions: tuple[Match, ...] = ()
    entity: Entity | None = None
    out_of_scope: OutOfScope | None = None
    dated: frozenset[str] = frozenset()
    parts: tuple[Part, ...] = ()
    elapsed_ms: float = 0.0

    @property
    def fact(self) -> Fact | None:
        """The fact presented first, if any."""
        return self.matches[0].fact if self.matches else None
