"""Answer an utterance: rank, decide, and follow up on what was said before."""

import dataclasses
import pathlib
import re
import time
from collections.abc import Iterable, Sequence

from telcofacts.answering.about_reply import asks_about_reply, asks_for_occasion, place_meant
from telcofacts.answering.anaphora import (
    depends_on_context,
    only_points_back,
    resolve,
    same_asked_of,
    without_conjunction,
)
from telcofacts.answering.answer import Answer, Outcome, Part
from telcofacts.answering.conversation import Conversation, Turn
from telcofacts.answering.several import halves_of, sentences_of
from telcofacts.knowledge.base import KnowledgeBase
from telcofacts.knowledge.models import Entity, Fact, Kind
from telcofacts.matching.confidence import confidence
from telcofacts.matching.matcher import GUESS, Match, Matcher, Ranking
from telcofacts.matching.model import Model
from telcofacts.matching.parties import WITH_WHOM
from telcofacts.matching.profile import HALF_KNOWN
from telcofacts.matching.questions import AGE, MONEY, NAME, NUMBER, WHO, WHY, asked_for
from telcofacts.matching.reading import Reading
from telcofacts.text.josa import with_rest

ANSWER_SCORE = 38.0
"""Score from which a fact is presented as the answer."""
SURE_SCORE = 60.0
"""Score that one of several sentences has to reach for each to be answered by itself; the others may have no answer."""
SUGGEST_SCORE = 4.0
"""Score from which facts are offered as a guess."""
SHOWN_SUGGESTIONS = 3
_FOREIGN_LEAD = 0.15
"""How much nearer to an out-of-scope subject than to any fact an utterance is that asks for nothing recorded: half of
what tests/exam asks in vain, and 3 in 73 of what it asks rightly and is not answered."""

_TOPICS_OF_A_QUESTION = 3
"""Content words and names that say what is asked about without what was said before."""
_SPECIFIC = 40
"""Facts about an entity up to which having it in common says something."""
_FOREIGN_NAMED = 0.2
"""Similarity with an out-of-scope subject from which it is named, or its small talk answered."""
_FOREIGN_TOLD = 0.35
"""The same of what names something on record: "SKT가 KT 인수했다며" is a little like "SKT 장애 났다며"."""
_OWN_COVERAGE, _MOST_OF_IT = 0.1, 0.5
"""Share of what a follow-up itself says that a fact has to know to be offered, and to be the answer: "전임 대표는?"
after "KT 대표 누구야?" is not answered by when he took office. Of 81 follow-ups of strangers two fewer are answered
rightly so, and two fewer wrongly; of 20 others that ask what is not recorded five fewer get an answer."""
_NEARNESS = {0: 0.12, 1: 0.08, 2: 0.04}
"""Paragraphs between a fact and the one shown before → what it gains in similarity when a question follows up."""

_PRESENT = re.compile(r"지금|현재|요즘|이제|아직|\bnow\b|\bcurrent(?:ly)?\b|\bstill\b", re.IGNORECASE)
_PAST = re.compile(
    r"\d{4}|작년|지난|예전|당시|그때|옛날|원래|과거|처음|었|았|했|였|\bwas\b|\bwere\b|\bdid\b", re.IGNORECASE
)
_NOT_TO_EXPLAIN = frozenset({WHO, NAME, NUMBER, MONEY, AGE})
"""What was asked for where "왜?" asks for the reason of nothing: who somebody is, how many there are."""
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
        self._statements: dict[str, Reading] = {}

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
            return self._decide(self.rank(reading), reading.text)
        before = self._fact_of(turn.facts) if turn and not turn.offers else None
        if turn and before and asks_about_reply(reading.text):
            return self._shown(before, reading.text, turn.utterance)
        ranking = self.rank(reading, conversation)
        answer = self._decide(ranking, reading.text)
        if turn and answer.outcome is not Outcome.ANSWER and (asked_of := self._of_subject(reading, turn)):
            ranking, answer = asked_of, self._decide(asked_of, reading.text)
        if turn and before and answer.outcome is not Outcome.ANSWER and asks_for_occasion(reading.text):
            return self._shown(before, reading.text, turn.utterance)
        ids = tuple(match.fact.id for match in answer.matches or answer.suggestions)
        is_smalltalk = not ids and answer.out_of_scope is not None and answer.out_of_scope.reply is not None
        # "왜?" or "얼마 투자했대?" in vain, or "고마워", is no new subject.
        goes_on = reading.only_asks or is_smalltalk or (not reading.mentions and len(reading.topics) <= 1)
        if ids or not (turn and goes_on):
            understood = ranking.reading
            offers = () if answer.matches else ids
            conversation.remember(understood.text, understood.entities, ids, offers)
        return answer

    def _of_subject(self, reading: Reading, turn: Turn) -> Ranking | None:
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
        named = [self.base.entities[id_] for id_ in turn.entities if id_ in self.base.entities]
        if not reading.says_no_subject:
            named = [entity for entity in self._spoken_of(turn) if entity.type == "company"][:1]
        if not named:
            return None
        names = " ".join(entity.name for entity in named)
        ranking = self.matcher.rank(self.matcher.read(f"{names} {asked}"))
        is_sure = bool(ranking.matches) and ranking.matches[0].score >= SURE_SCORE
        return ranking if is_sure else None

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

    def rank(self, reading: Reading, conversation: Conversation | None = None) -> Ranking:
        """Rank the facts for an utterance in its conversation.

        A follow-up ("언제 취임했어?") is read with the turn before it as background, where it names nobody else; the
        better of both readings counts.
        """
        alone = self.matcher.rank(reading)
        turn = conversation.last if conversation else None
        if turn and not turn.facts and not turn.entities:  # asked in vain, of nobody
            turn = None
        if turn and turn.offers and asks_about_reply(reading.text):
            return dataclasses.replace(alone, matches=())  # "누가 그랬어?" of facts that were merely offered
        if turn is None and (reading.only_asks or only_points_back(reading.text) or asks_about_reply(reading.text)):
            return dataclasses.replace(alone, matches=())  # "그 사람은?", "언제?": nobody was spoken of
        if turn is None:
            if reading.says_no_subject:  # "누가 만들었어?": what of, nobody knows
                return dataclasses.replace(alone, matches=tuple(map(_as_guess, alone.matches)))
            return alone
        if (joined := self._together_with(reading, turn)) is not None:
            reading, alone = joined, self.matcher.rank(joined)
        if (instead := self._same_question(reading, turn)) is not None:
            return self.matcher.rank(self.matcher.read(instead))
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
            reading = self.matcher.read(resolved)
        followed = self.matcher.rank(dataclasses.replace(reading, background=said), self._near(turn))
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
        named = self.base.entities[reading.mentions[0].entity]
        if named in self._spoken_of(turn):
            return None
        before = turn.utterance
        for mention in self.matcher.reader.read(before, exactly=True).mentions:
            entity = self.base.entities[mention.entity]
            owner = self.base.entities.get(entity.owner or "")
            if entity.type == named.type:
                return before[: mention.start] + with_rest(named.name, before[mention.end :])
            if mention.by_title and owner and owner.type == named.type:  # "KT 대표" names KT too
                written = before[mention.start : mention.end].casefold()
                alias = next((alias for alias in owner.aliases if written.startswith(alias.casefold())), "")
                return before[: mention.start] + named.name + before[mention.start + len(alias) :]
        return None

    def _is_smalltalk(self, ranking: Ranking) -> bool:
        """Tell whether an utterance is a greeting or the like, which follows nothing up: "that's wrong", too."""
        lead = _FOREIGN_LEAD * (1.5 if depends_on_context(ranking.reading.text) else 1)
        return bool(ranking.foreign and ranking.foreign.reply) and self._is_foreign(ranking, lead)

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
        named = {self.base.entities[mention.entity] for mention in reading.mentions}
        if depends_on_context(reading.text) or not named:
            return False
        return not named.intersection(self._spoken_of(turn))

    def _spoken_of(self, turn: Turn) -> list[Entity]:
        """Return the entities of a turn: those that the question named, then those of the fact that answered it.

        Of a question that found nothing only names count: "GPU" in it makes no fact about GPUs its subject.
        """
        fact = self._fact_of(turn.facts)
        speakers = [speaker.entity for speaker in fact.speakers] if fact else []
        ids = [*turn.entities, *(fact.entities if fact else ()), *speakers]
        entities = [self.base.entities[id_] for id_ in dict.fromkeys(ids) if id_ in self.base.entities]
        return [entity for entity in entities if turn.facts or entity.type != "concept"]

    def _near(self, turn: Turn) -> dict[str, float]:
        """Favour facts of the same paragraph as the one shown before, and its neighbours."""
        before = self._fact_of(turn.facts)
        if before is None:
            return {}
        places = [(reference.id, int(reference.at[1:])) for reference in before.sources if reference.at]
        near: dict[str, float] = {}
        for source, paragraph in places:
            for fact in self.base.by_source.get(source, ()):
                for reference in fact.sources:
                    if reference.id == source and reference.at:
                        distance = abs(int(reference.at[1:]) - paragraph)
                        near[fact.id] = max(near.get(fact.id, 0.0), _NEARNESS.get(distance, 0.0))
        for entity in self._spoken_of(turn):
            facts = self.base.by_entity.get(entity.id, ())
            if len(facts) <= _SPECIFIC:
                for fact in facts:
                    near[fact.id] = near.get(fact.id, 0.0) + _NEARNESS[1]
        return near | {before.id: -_NEARNESS[0]}  # nobody asks at once for what was just shown

    def _background(self, turn: Turn) -> Reading:
        said = self.matcher.reader.read(turn.utterance, exactly=True)
        fact = next((self.base.facts[id_] for id_ in turn.facts if id_ in self.base.facts), None)
        if fact is None:
            return said
        if fact.id not in self._statements:
            self._statements[fact.id] = self.matcher.reader.read(fact.statement, exactly=True)
        return said.joined_with(self._statements[fact.id])

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
        foreign = ranking.foreign if self._is_foreign(ranking) and self._is_told(ranking) else None
        offered = tuple(match for match in ranking.matches[:SHOWN_SUGGESTIONS] if _is_worth_offering(match))
        if offered and not self._is_foreign(ranking, _FOREIGN_LEAD):
            part = Part(asked, Outcome.SUGGEST, (), missing)
            return Answer(asked, Outcome.SUGGEST, (), offered, entity=entity, out_of_scope=foreign, parts=(part,))
        part = Part(asked, Outcome.FALLBACK, (), missing)
        return Answer(asked, Outcome.FALLBACK, entity=entity, out_of_scope=foreign, parts=(part,))

    def _is_foreign(self, ranking: Ranking, lead: float = 0.0) -> bool:
        best = ranking.matches[0].similarity if ranking.matches else 0.0
        return ranking.foreign is not None and ranking.foreign_similarity > max(best + lead, _FOREIGN_NAMED)

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
        if len(reading.entities) != 1 or reading.asks - {WHO, NAME}:  # "… 언제야?" is no question of what it is
            return None
        rest = [word for word in reading.words if not _WHO_OR_WHAT.match(word.form)]
        return self.base.entities[reading.entities[0]] if not rest else None


def _as_guess_unless_held(match: Match) -> Match:
    """Take a fact for a guess that does not know most of what a follow-up says, or lacks what it asks for."""
    features = match.features
    is_held = features.coverage >= _MOST_OF_IT and features.asks < 1
    return match if is_held else _as_guess(match)


def _repeats(headline: str, entity: Entity) -> bool:
    """Tell whether a bare answer says no more than the name and the description of a person do."""
    said = f"{entity.name} {entity.description}"
    return all(word in said for word in headline.split())


def _as_guess(match: Match) -> Match:
    return dataclasses.replace(match, score=match.score * GUESS)


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
