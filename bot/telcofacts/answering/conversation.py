"""What was talked about in one chat, for as long as a follow-up may refer to it."""

import dataclasses
import time
from collections.abc import Callable

from telcofacts.knowledge.models import Fact

EXPIRY_SECONDS = 15 * 60
"""A pause after which "그 사람" no longer means the person before it."""


@dataclasses.dataclass(frozen=True)
class Turn:
    """One question and what it was understood to be about.

    Attributes:
        entities: ids of the entities that the question named.
        facts: ids of the facts shown, best first.
        at: when, in seconds of the conversation's clock.
        offers: ids of the facts that were last offered with numbers; empty where an answer was found.
    """

    utterance: str
    entities: tuple[str, ...]
    facts: tuple[str, ...]
    at: float
    offers: tuple[str, ...] = ()

    @property
    def only_offers(self) -> bool:
        """Whether its facts were merely offered, and none of them was chosen since."""
        return bool(self.offers) and self.facts == self.offers


class Conversation:
    """The last turn of one chat, forgotten after a while."""

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        expiry: float = EXPIRY_SECONDS,
        *,
        last: Turn | None = None,
    ) -> None:
        """Make a conversation.

        Args:
            clock: seconds, monotonic.
            expiry: seconds after which a turn is not referred to any more.
            last: where it is to go on, for one that was kept elsewhere.
        """
        self._clock = clock
        self._expiry = expiry
        self._last = last
        self._has_new_turn = False

    @property
    def last(self) -> Turn | None:
        """The turn that a follow-up can refer to, or None."""
        if self._last is not None and self._clock() - self._last.at > self._expiry:
            self._last = None
        return self._last

    @property
    def has_new_turn(self) -> bool:
        """Whether anything was remembered since the conversation was made, so that it is worth keeping elsewhere."""
        return self._has_new_turn

    def branch(self) -> "Conversation":
        """Return a conversation that goes on from this turn without telling this one."""
        return Conversation(self._clock, self._expiry, last=self.last)

    def remember(
        self, utterance: str, entities: tuple[str, ...], facts: tuple[str, ...], offers: tuple[str, ...] = ()
    ) -> None:
        """Make this the turn that a follow-up refers to."""
        self._last = Turn(utterance, entities, facts, self._clock(), offers)
        self._has_new_turn = True

    def remember_turn(self, turn: Turn) -> None:
        """Make a turn of another conversation the one that a follow-up refers to."""
        self.remember(turn.utterance, turn.entities, turn.facts, turn.offers)

    def remember_chosen(self, fact: Fact) -> None:
        """Make a fact that somebody chose to see, without a question, what a follow-up refers to."""
        offers = self.last.offers if self.last else ()  # another of them may be chosen yet
        self.remember(fact.questions[0] if fact.questions else fact.statement, fact.entities, (fact.id,), offers)
