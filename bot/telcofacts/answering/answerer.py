"""Answer an utterance: rank, decide, and remember what it was about."""

import dataclasses
import pathlib
import re
import time
from collections.abc import Iterable, Sequence

from telcofacts.answering.about_reply import asks_about_reply, asks_for_occasion, place_meant
from telcofacts.answering.answer import Answer, Outcome, Part
from telcofacts.answering.conversation import Conversation, Turn
from telcofacts.answering.following import FOREIGN_LEAD, Follower
from telcofacts.answering.several import halves_of, sentences_of
from telcofacts.answering.thresholds import ANSWER_SCORE, SUGGEST_SCORE, SURE_SCORE
from telcofacts.knowledge.base import KnowledgeBase
from telcofacts.knowledge.models import Entity, Fact, Kind
from telcofacts.matching.confidence import confidence
from telcofacts.matching.matcher import Match, Matcher, Ranking
from telcofacts.matching.model import Model
from telcofacts.matching.questions import NAME, WHO, asked_for
from telcofacts.matching.reading import Reading

SHOWN_SUGGESTIONS = 3
_FOREIGN_TOLD = 0.35
"""Similarity with an out-of-scope subject from which it is told to who names something on record: "SKT가 KT 인수했다며"
is a little like "SKT 장애 났다며"."""
_PRESENT = re.compile(r"지금|현재|요즘|이제|아직|\bnow\b|\bcurrent(?:ly)?\b|\bstill\b", re.IGNORECASE)
_PAST = re.compile(
    r"\d{4}|작년|지난|예전|당시|그때|옛날|원래|과거|처음|었|았|했|였|\bwas\b|\bwere\b|\bdid\b", re.IGNORECASE
)
_CHANGING_TOPICS = frozenset({"leadership", "workforce"})
_WHO_OR_WHAT = re.compile(r"^(?:누구|누군|뭐|뭔|무엇|뭘|뭥|who|what|소개|설명|정체|어떤|알려|대해|대하)")


class Answerer:
    """Answers from one base; it is only read, so one serves any number of chats.

    Args:
        base: the base, as `load_knowledge` returns it.
        cache: a folder where what is learnt from the base is kept: the first start takes some twenty seconds, the next
            ones next to nothing. None: it is learnt every time.
    """

    def __init__(self, base: KnowledgeBase, cache: pathlib.Path | None = None) -> None:
        self.base = base
        self.matcher = Matcher(base, Model.stored(base, cache) if cache else None)
        self.follower = Follower(base, self.matcher)

    def answer(self, utterance: str, conversation: Conversation | None = None) -> Answer:
        """Answer what a person typed.

        Args:
            utterance: the text, as it came.
            conversation: what was said before in this chat; it is told of this turn.
        """
        started = time.perf_counter()
        inner = conversation.branch() if conversation is not None else Conversation()
        reading = self.matcher.read(utterance)
        answer = self._answer_several(reading, inner) or self._answer_one(reading, inner)
        if conversation is not None and inner.has_new_turn and inner.last is not None:
            conversation.remember_turn(inner.last)
        return dataclasses.replace(answer, elapsed_ms=(time.perf_counter() - started) * 1000)

    def _answer_one(self, reading: Reading, conversation: Conversation) -> Answer:
        """Answer one question, and remember it as it was understood: "SKT는?" as what it asks of SKT."""
        turn = conversation.last
        if turn and (chosen := self._chosen_of(turn, reading.text)):
            conversation.remember_chosen(chosen)
            return self._shown(chosen, reading.text, "")
        if turn and turn.offers and place_meant(reading.text):  # out of their range: they stay to be chosen
            return self._decide(self.follower.rank(reading), reading.text)
        before = self._fact_of(turn.facts) if turn and not turn.only_offers else None
        if turn and before and asks_about_reply(reading.text):
            return self._shown(before, reading.text, turn.utterance)
        ranking = self.follower.rank(reading, conversation)
        answer = self._decide(ranking, reading.text)
        if turn and answer.outcome is not Outcome.ANSWER and (asked_of := self.follower.of_subject(reading, turn)):
            ranking, answer = asked_of, self._decide(asked_of, reading.text)
        if turn and before and answer.outcome is not Outcome.ANSWER and asks_for_occasion(reading.text):
            return self._shown(before, reading.text, turn.utterance)
        ids = tuple(match.fact.id for match in answer.matches or answer.suggestions)
        is_smalltalk = not ids and answer.out_of_scope is not None and answer.out_of_scope.reply is not None
        # "왜?" in vain, or "고마워", is no new subject, nor is "얼마 투자했대?" where something is spoken of.
        goes_on = turn is not None and not reading.mentions and len(reading.topics) <= 1
        if ids or not (reading.only_asks or is_smalltalk or goes_on):
            understood = ranking.reading
            offers = () if answer.matches else ids
            conversation.remember(understood.text, understood.entities, ids, offers)
        return answer

    def _chosen_of(self, turn: Turn, text: str) -> Fact | None:
        """Return the fact that is chosen of those offered before: "두 번째 거"."""
        place = place_meant(text)
        return self._fact_of(turn.offers[place - 1 :]) if place and place <= len(turn.offers) else None

    def _fact_of(self, ids: Sequence[str]) -> Fact | None:
        return next((self.base.facts[id_] for id_ in ids[:1] if id_ in self.base.facts), None)

    def _shown(self, fact: Fact, text: str, asked: str) -> Answer:
        """Show a fact of the reply before, asked as `asked`: with who said it, when, and where that is written."""
        dated = frozenset({fact.id} if _asks_present(asked, fact) else ())
        part = Part(text, Outcome.ANSWER, (fact.id,))
        return Answer(text, Outcome.ANSWER, (Match.pointed_at(fact),), dated=dated, parts=(part,))

    def _answer_several(self, reading: Reading, conversation: Conversation) -> Answer | None:
        """Answer the questions of a message, where it has several.

        Returns:
            Both or all answers; of several sentences also those that there are. None, and nothing remembered, where it
            is one question.
        """
        if reading.background is not None:  # of a ramble the last question counts
            return None
        if len(sentences := sentences_of(reading.text)) > 1:
            readings = [self.matcher.read(sentence) for sentence in sentences]
            return self._answer_each(reading.text, readings, conversation, least=1, score=SURE_SCORE)
        is_titled = any(mention.by_title for mention in reading.mentions)
        for halves in halves_of(reading.text):
            if not (is_titled or all(map(asked_for, halves))):
                continue  # seen without reading them, which takes long: most that is joined is one question
            readings = [self.matcher.read(half) for half in halves]
            if not all(half.asks for half in readings):
                continue  # "KT와 MS는 언제 …" is one question
            if answer := self._answer_each(reading.text, readings, conversation, least=2, score=ANSWER_SCORE):
                return answer
        return None

    def _answer_each(
        self, asked: str, readings: Iterable[Reading], conversation: Conversation, *, least: int, score: float
    ) -> Answer | None:
        """Answer the questions of a message one by one, each as a follow-up of the one before.

        Returns:
            The facts of at least that score, then the others that are answers, each in the order of asking. None where
            fewer than `least` have that score.
        """
        inner = conversation.branch()
        answers = [self._answer_one(reading, inner) for reading in readings]
        found = [match for answer in answers for match in answer.matches]
        shown = _each_once(sorted(found, key=lambda match: match.score < score))
        if sum(match.score >= score for match in shown) < least or inner.last is None:
            return None
        conversation.remember_turn(inner.last)
        unsure = [answer for answer in answers if answer.outcome is Outcome.SUGGEST]
        offered = _each_once([*shown, *(match for answer in unsure for match in answer.suggestions)])[len(shown) :]
        return Answer(
            asked,
            Outcome.ANSWER,
            shown,
            offered,
            dated=frozenset().union(*(answer.dated for answer in answers)),
            parts=tuple(part for answer in answers for part in answer.parts),
        )

    def _decide(self, ranking: Ranking, asked: str) -> Answer:
        """Decide what to say to a question that was typed as `asked`, and ranked as it was understood."""
        reading = ranking.reading
        entity = self._asked_entity(reading)
        missing = self._missing(reading)
        best = ranking.matches[0].score if ranking.matches else 0.0
        if best >= ANSWER_SCORE:
            first, rest = ranking.matches[0], ranking.matches[1 : SHOWN_SUGGESTIONS + 1]
            fact, headline = first.fact, self.matcher.headline_for(first.fact, reading)
            # What a thing is its description says, not a bare answer about it; and who somebody is not their name.
            if entity and headline and (entity.type != "person" or _repeats(headline, entity)):
                headline = None
            return Answer(
                asked,
                Outcome.ANSWER,
                (dataclasses.replace(first, headline=headline),),
                rest,
                entity=entity,
                dated=frozenset({fact.id} if _asks_present(reading.text, fact) else ()),
                parts=(Part(asked, Outcome.ANSWER, (fact.id,), missing),),
            )
        foreign = ranking.foreign if ranking.is_foreign() and self._is_told(ranking) else None
        offered = tuple(match for match in ranking.matches[:SHOWN_SUGGESTIONS] if _is_worth_offering(match))
        if offered and not ranking.is_foreign(FOREIGN_LEAD):
            part = Part(asked, Outcome.SUGGEST, (), missing)
            return Answer(asked, Outcome.SUGGEST, (), offered, entity=entity, out_of_scope=foreign, parts=(part,))
        part = Part(asked, Outcome.FALLBACK, (), missing)
        return Answer(asked, Outcome.FALLBACK, entity=entity, out_of_scope=foreign, parts=(part,))

    def _is_told(self, ranking: Ranking) -> bool:
        """Tell whether the nearest out-of-scope subject is surely what is asked for, so that it is told by its name."""
        subject, reading = ranking.foreign, ranking.reading
        if subject is None or subject.reply or subject.unrecorded:
            return True
        if subject.elsewhere and self.matcher.knows_all(reading):
            return False  # "SKT AI 전략" is like what is asked of telecoms abroad, and names nobody abroad
        is_of_record = bool(reading.entities) or reading.only_asks  # "언제까지?" is no question of what day it is
        return not is_of_record or ranking.foreign_similarity > _FOREIGN_TOLD

    def _missing(self, reading: Reading) -> tuple[str, ...]:
        """Return the companies named about which nothing is recorded at all."""
        named = (id_ for id_ in reading.entities if self.base.entities[id_].type == "company")
        return tuple(id_ for id_ in named if not self.base.by_entity.get(id_))

    def _asked_entity(self, reading: Reading) -> Entity | None:
        """Return the entity where the utterance asks who or what it is, or is nothing but its name."""
        # "… 언제야?" and "구글이랑은 안 해?" are no question of what it is.
        if len(reading.entities) != 1 or reading.asks - {WHO, NAME} or reading.pairs:
            return None
        rest = [word for word in reading.words if not _WHO_OR_WHAT.match(word.form)]
        return self.base.entities[reading.entities[0]] if not rest else None


def _repeats(headline: str, entity: Entity) -> bool:
    """Tell whether a bare answer says no more than the name and the description of a person do."""
    said = f"{entity.name} {entity.description}"
    return all(word in said for word in headline.split())


def _each_once(matches: Iterable[Match]) -> tuple[Match, ...]:
    """Keep the first match of each fact."""
    first: dict[str, Match] = {}
    for match in matches:
        first.setdefault(match.fact.id, match)
    return tuple(first.values())


def _is_worth_offering(match: Match) -> bool:
    """Tell whether a fact may be what is looked for, or says otherwise than what the question takes for granted."""
    if match.score >= SUGGEST_SCORE:
        return True
    granted = match.features._replace(number=0.0, contradicted=0.0)
    return granted != match.features and 100 * confidence(granted) >= ANSWER_SCORE


def _asks_present(text: str, fact: Fact) -> bool:
    """Tell whether a question is of the present about what changes: a role, a number, a plan."""
    if _PRESENT.search(text):
        return True
    changes = fact.kind is Kind.PLAN or bool(_CHANGING_TOPICS.intersection(fact.topics))
    return changes and not _PAST.search(text)
