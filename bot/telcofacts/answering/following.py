"""Rank the facts for an utterance in its conversation: what follows up on the turn before is read with it."""

import dataclasses

from telcofacts.answering.about_reply import asks_about_reply
from telcofacts.answering.anaphora import (
    depends_on_context,
    only_points_back,
    resolve,
    same_asked_of,
    without_conjunction,
)
from telcofacts.answering.conversation import Conversation, Turn
from telcofacts.answering.thresholds import ANSWER_SCORE, SURE_SCORE
from telcofacts.knowledge.base import KnowledgeBase
from telcofacts.knowledge.models import Entity, Fact
from telcofacts.matching.demands import HALF_KNOWN
from telcofacts.matching.matcher import GUESS, Match, Matcher, Ranking
from telcofacts.matching.parties import WITH_WHOM
from telcofacts.matching.questions import AGE, MONEY, NAME, NUMBER, WHO, WHY
from telcofacts.matching.reading import Reading
from telcofacts.text.josa import with_rest

FOREIGN_LEAD = 0.15
"""How much nearer to an out-of-scope subject than to any fact an utterance is that asks for nothing recorded: half of
what tests/exam asks in vain, and 3 in 73 of what it asks rightly and is not answered."""

_TOPICS_OF_A_QUESTION = 3
"""Content words and names that say what is asked about without what was said before."""
_SPECIFIC = 40
"""Facts about an entity up to which having it in common says something."""
_OWN_COVERAGE, _MOST_OF_IT = 0.1, 0.5
"""Share of what a follow-up itself says that a fact has to know to be offered, and to be the answer: "전임 대표는?"
after "KT 대표 누구야?" is not answered by when he took office. Of 81 follow-ups of strangers two fewer are answered
rightly so, and two fewer wrongly; of 20 others that ask what is not recorded five fewer get an answer."""
_NEARNESS = {0: 0.12, 1: 0.08, 2: 0.04}
"""Paragraphs between a fact and the one shown before → what it gains in similarity when a question follows up."""

_NOT_TO_EXPLAIN = frozenset({WHO, NAME, NUMBER, MONEY, AGE})
"""What was asked for where "왜?" asks for the reason of nothing: who somebody is, how many there are."""


class Follower:
    """Knows what utterances follow up on; like the matcher, it is only read."""

    def __init__(self, base: KnowledgeBase, matcher: Matcher) -> None:
        self._base, self._matcher = base, matcher
        self._statements: dict[str, Reading] = {}

    def rank(self, reading: Reading, conversation: Conversation | None = None) -> Ranking:
        """Rank the facts for an utterance in its conversation.

        A follow-up ("언제 취임했어?") is read with the turn before it as background, where it names nobody else; the
        better of both readings counts.
        """
        alone = self._matcher.rank(reading)
        turn = conversation.last if conversation else None
        if turn and not turn.facts and not turn.entities:  # asked in vain, of nobody
            turn = None
        if turn and turn.only_offers and asks_about_reply(reading.text):
            return dataclasses.replace(alone, matches=())  # "누가 그랬어?" of facts that were merely offered
        if turn is None and (reading.only_asks or only_points_back(reading.text) or asks_about_reply(reading.text)):
            return dataclasses.replace(alone, matches=())  # "그 사람은?", "언제?": nobody was spoken of
        if turn is None:
            if reading.says_no_subject:  # "누가 만들었어?": what of, nobody knows
                return dataclasses.replace(alone, matches=tuple(map(_as_guess, alone.matches)))
            return alone
        if (joined := self._together_with(reading, turn)) is not None:
            reading, alone = joined, self._matcher.rank(joined)
        if (instead := self._same_question(reading, turn)) is not None:
            return self._matcher.rank(self._matcher.read(instead))
        if self._is_new_subject(reading, turn):
            return alone
        if self._is_smalltalk(alone):
            return alone
        if self._stands_alone(alone):
            return alone
        return self._followed(reading, alone, turn)

    def _followed(self, reading: Reading, alone: Ranking, turn: Turn) -> Ranking:
        """Rank for a follow-up, with the turn before as its background; `alone` is how it ranks without."""
        said = self._background(turn)
        if reading.only_asks and WHY in reading.asks and said.asks & _NOT_TO_EXPLAIN:
            return dataclasses.replace(alone, matches=())
        resolved = resolve(reading.text, self._spoken_of(turn))
        if resolved != reading.text:
            reading = self._matcher.read(resolved)
        followed = self._matcher.rank(dataclasses.replace(reading, background=said), self._near(turn))
        if alone.foreign_similarity > followed.foreign_similarity:  # "내일 날씨" after "KT 주가"
            followed = dataclasses.replace(followed, foreign=alone.foreign, foreign_similarity=alone.foreign_similarity)
        if reading.topics:  # "배고프다" is like what was spoken of before only by what was spoken of before
            own = (match for match in followed.matches if match.features.coverage >= _OWN_COVERAGE)
            followed = dataclasses.replace(followed, matches=tuple(map(_as_guess_unless_held, own)))
        elif reading.mentions:  # "왜 KT랑?": all that it says is a name, and what it asks for
            lacks = (match if match.features.asks < 1 else _as_guess(match) for match in followed.matches)
            followed = dataclasses.replace(followed, matches=tuple(lacks))
        if not reading.mentions and len(reading.topics) <= 1:  # "누가 만들었어?" can only be of what was spoken of
            spoken_of = {entity.id for entity in self._spoken_of(turn)}
            kept = tuple(
                match
                for match in followed.matches
                if spoken_of.intersection(match.fact.entities)
                and (reading.topics or match.features.asks < HALF_KNOWN)  # all that "언제?" says is what it asks for
            )
            if reading.topics and reading.says_no_subject:
                near = self._near(turn)
                sure = {id_ for id_ in near if near[id_] > 0} | {*turn.facts[:1]}
                kept = tuple(match if match.fact.id in sure else _as_guess(match) for match in kept)
            elif NUMBER in reading.asks:  # "얼마?": any number would do, so it has to be of what was spoken of
                kept = tuple(match for match in kept if match.features.coverage >= _MOST_OF_IT)
            return dataclasses.replace(followed, matches=kept)
        if depends_on_context(alone.reading.text) or not alone.matches:
            return followed
        return max((followed, alone), key=lambda ranking: ranking.matches[0].score if ranking.matches else 0.0)

    def _together_with(self, reading: Reading, turn: Turn) -> Reading | None:
        """Return an utterance that says only with whom, "구글이랑은 안 해?", as one about the company spoken of."""
        partners = [pair for pair in reading.pairs if pair.startswith(WITH_WHOM)]
        company = next((entity.id for entity in self._spoken_of(turn) if entity.type == "company"), None)
        if not partners or company is None:
            return None
        return dataclasses.replace(reading, pairs=frozenset(f"{partner}+{company}" for partner in partners))

    def _same_question(self, reading: Reading, turn: Turn) -> str | None:
        """Return the question of the turn before, asked of what an utterance names instead: "그럼 SKT는?".

        Not of what the answer has just told of: "리벨리온은?" after "KT가 어디에 투자했어?" asks for more of it.
        """
        place = same_asked_of(reading.text)
        if place is None or len(reading.mentions) != 1 or (reading.mentions[0].start, reading.mentions[0].end) != place:
            return None
        named = self._base.entities[reading.mentions[0].entity]
        if named in self._spoken_of(turn):
            return None
        before = turn.utterance
        for mention in self._matcher.reader.read(before, exactly=True).mentions:
            entity = self._base.entities[mention.entity]
            owner = self._base.entities.get(entity.owner or "")
            if entity.type == named.type:
                return before[: mention.start] + with_rest(named.name, before[mention.end :])
            if mention.by_title and owner and owner.type == named.type:  # "KT 대표" names KT too
                written = before[mention.start : mention.end].casefold()
                alias = next((alias for alias in owner.aliases if written.startswith(alias.casefold())), "")
                return before[: mention.start] + named.name + before[mention.start + len(alias) :]
        return None

    def _is_smalltalk(self, ranking: Ranking) -> bool:
        """Tell whether an utterance is a greeting or the like, which follows nothing up: "that's wrong", too."""
        lead = FOREIGN_LEAD * (1.5 if depends_on_context(ranking.reading.text) else 1)
        return bool(ranking.foreign and ranking.foreign.reply) and ranking.is_foreign(lead)

    def _stands_alone(self, ranking: Ranking) -> bool:
        """Tell whether an utterance says what it asks about: all of it, or a name that finds an answer alone."""
        reading, said = ranking.reading, len(ranking.reading.topics) + len(ranking.reading.entities)
        if depends_on_context(reading.text):
            return False
        if reading.entities and reading.topics:
            return True
        answered = bool(ranking.matches) and ranking.matches[0].score >= ANSWER_SCORE
        return said >= _TOPICS_OF_A_QUESTION or (answered and bool(reading.mentions))

    def _is_new_subject(self, reading: Reading, turn: Turn) -> bool:
        """Tell whether an utterance names something that has nothing to do with the turn before."""
        named = {self._base.entities[mention.entity] for mention in reading.mentions}
        if depends_on_context(reading.text) or not named:
            return False
        return not named.intersection(self._spoken_of(turn))

    def _spoken_of(self, turn: Turn) -> list[Entity]:
        """Return the entities of a turn: those that the question named, then those of the fact that answered it.

        Of a question that found nothing only names count: "GPU" in it makes no fact about GPUs its subject.
        """
        fact = self._fact_of(turn)
        speakers = [speaker.entity for speaker in fact.speakers] if fact else []
        ids = [*turn.entities, *(fact.entities if fact else ()), *speakers]
        entities = [self._base.entities[id_] for id_ in dict.fromkeys(ids) if id_ in self._base.entities]
        return [entity for entity in entities if turn.facts or entity.type != "concept"]

    def _near(self, turn: Turn) -> dict[str, float]:
        """Favour facts of the same paragraph as the one shown before, and its neighbours."""
        before = self._fact_of(turn)
        if before is None:
            return {}
        places = [(reference.id, int(reference.at[1:])) for reference in before.sources if reference.at]
        near: dict[str, float] = {}
        for source, paragraph in places:
            for fact in self._base.by_source.get(source, ()):
                for reference in fact.sources:
                    if reference.id == source and reference.at:
                        distance = abs(int(reference.at[1:]) - paragraph)
                        near[fact.id] = max(near.get(fact.id, 0.0), _NEARNESS.get(distance, 0.0))
        for entity in self._spoken_of(turn):
            facts = self._base.by_entity.get(entity.id, ())
            if len(facts) <= _SPECIFIC:
                for fact in facts:
                    near[fact.id] = near.get(fact.id, 0.0) + _NEARNESS[1]
        return near | {before.id: -_NEARNESS[0]}  # nobody asks at once for what was just shown

    def _background(self, turn: Turn) -> Reading:
        said = self._matcher.reader.read(turn.utterance, exactly=True)
        fact = next((self._base.facts[id_] for id_ in turn.facts if id_ in self._base.facts), None)
        if fact is None:
            return said
        if fact.id not in self._statements:
            self._statements[fact.id] = self._matcher.reader.read(fact.statement, exactly=True)
        return said.joined_with(self._statements[fact.id])

    def of_subject(self, reading: Reading, turn: Turn) -> Ranking | None:
        """Rank as if what was spoken of were named.

        "직원 수는?" after "KT 대표 누구야?" is asked of the company, "누가 만들었어?" after "챗GPT가 뭐야?" of what was
        named there.

        Returns:
            None where the utterance names somebody itself, points back at what only the turn can tell, or is not surely
            answered so.
        """
        asked = without_conjunction(reading.text)
        if reading.mentions or not reading.asks or reading.only_asks or depends_on_context(asked):
            return None
        named = [self._base.entities[id_] for id_ in turn.entities if id_ in self._base.entities]
        if not reading.says_no_subject:
            named = [entity for entity in self._spoken_of(turn) if entity.type == "company"][:1]
        if not named:
            return None
        names = " ".join(entity.name for entity in named)
        ranking = self._matcher.rank(self._matcher.read(f"{names} {asked}"))
        is_sure = bool(ranking.matches) and ranking.matches[0].score >= SURE_SCORE
        return ranking if is_sure else None

    def _fact_of(self, turn: Turn) -> Fact | None:
        return next((self._base.facts[id_] for id_ in turn.facts[:1] if id_ in self._base.facts), None)


def _as_guess_unless_held(match: Match) -> Match:
    """Take a fact for a guess that does not know most of what a follow-up says, or lacks what it asks for."""
    features = match.features
    is_held = features.coverage >= _MOST_OF_IT and features.asks < 1
    return match if is_held else _as_guess(match)


def _as_guess(match: Match) -> Match:
    return dataclasses.replace(match, score=match.score * GUESS)
