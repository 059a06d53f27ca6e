"""Rules that compare a statement with the paragraphs that its locators name."""

import re
from collections.abc import Callable, Iterator, Mapping

from telcofacts.knowledge.base import KnowledgeBase
from telcofacts.knowledge.checks.article import Article
from telcofacts.knowledge.checks.finding import Draft, Problem
from telcofacts.knowledge.checks.mentioned_dates import Mention, dates_in, without_dates
from telcofacts.knowledge.checks.names import Names
from telcofacts.knowledge.models import Entity, Fact
from telcofacts.text.dates import PartialDate
from telcofacts.text.normalise import squeeze
from telcofacts.text.numbers import number_words_in, numbers_in

ArticleRule = Callable[[Draft, Mapping[str, Article]], Iterator[Problem]]

COPIED_RUN = 20
"""Characters, white space and punctuation left out. Names of products and posts run to 15; sentences are longer."""

_LATIN_WORD = re.compile(
    r"(?<![A-Za-z0-9.])(?![0-9]+[KMBT](?![A-Za-z0-9]))[0-9]*[A-Za-z][A-Za-z0-9]*(?:[.&+-]?[A-Za-z0-9]+)*"
)
"""LLM, U+, 5G; but 13B is a number."""

_ELSEWHERE = "출처를 다시 읽어 고치거나, 그 말이 있는 문단도 sources에 적으세요"


def number_is_in_the_paragraph(draft: Draft, articles: Mapping[str, Article]) -> Iterator[Problem]:
    """Every number of a statement or short answer stands in a located paragraph; dates have a rule of their own."""
    names = Names(entity for entity in draft.base.entities.values() if any(map(_has_digit, entity.aliases)))
    for fact, at in draft.each(Fact):
        if (text := _located_text(fact, articles)) is None:
            continue
        text = without_dates(names.cut_from(text))
        known = numbers_in(text).keys() | number_words_in(text)
        for field, value in _statements(fact):
            for number, wording in numbers_in(without_dates(names.cut_from(value))).items():
                if number not in known:
                    yield at.problem(field, f"수 '{wording}': {_places(fact)}에 없습니다", _ELSEWHERE)


def date_is_in_the_paragraph(draft: Draft, articles: Mapping[str, Article]) -> Iterator[Problem]:
    """Every date of a statement or short answer is one that a located paragraph names, or that of the report."""
    for fact, at in draft.each(Fact):
        if _located_text(fact, articles) is None:
            continue
        named = [date for reference in fact.sources for date in articles[reference.id].dates[reference.at or ""]]
        reported = _publication(fact, draft.base)
        for field, value in _statements(fact):
            for mention in dates_in(value):
                # 2025년 may be the report's; its very day is only where the fact is of that day.
                known = named + [date for date in reported if mention.day is None or date == fact.as_of]
                if not any(mention.covers(date) for date in known):
                    yield at.problem(field, f"때 '{mention.text}': {_places(fact)}에 없습니다", _ELSEWHERE)


def stated_date_is_in_the_article(draft: Draft, articles: Mapping[str, Article]) -> Iterator[Problem]:
    """What the record says about time, where it says that the source states it, is a date that the article names."""
    for fact, at in draft.each(Fact):
        if _located_text(fact, articles) is None:
            continue
        known = _publication(fact, draft.base)
        for reference in fact.sources:
            known += [date for dates in articles[reference.id].dates.values() for date in dates]
        stated = fact.as_of if fact.as_of_basis == "stated" else None
        for field, date in (("as_of", stated), ("said", fact.said), ("target", fact.target)):
            if date and not any(Mention(str(date), (date,)).covers(other) for other in known):
                problem = f"{field} {date}: 기사가 말하지 않는 때입니다"
                yield at.problem(field, problem, "날짜를 고치거나, as_of라면 as_of_basis를 inferred로 적으세요")


def name_is_in_the_paragraph(draft: Draft, articles: Mapping[str, Article]) -> Iterator[Problem]:
    """Every name and Latin word of a statement stands in a located paragraph.

    But for who speaks, the house that they belong to, and the publisher: an article names them elsewhere.
    """
    names = Names(draft.base.entities.values())
    for fact, at in draft.each(Fact):
        if (text := _located_text(fact, articles)) is None:
            continue
        known = names.find(text).keys() | _speaking(fact, draft.base)
        words = {word.lower() for word in _LATIN_WORD.findall(text)}
        for field, value in _statements(fact):
            missing = [word for word in _LATIN_WORD.findall(names.cut_from(value)) if word.lower() not in words]
            for entity_id, wording in names.find(value).items():
                entity = draft.base.entities[entity_id]
                # Everyday words count as a name only where the record says that it is about them.
                counts = entity.type != "concept" and (not entity.ambiguous or entity_id in fact.entities)
                if counts and entity_id not in known and not Names([entity]).find(text):
                    missing.append(wording)
            for name in missing:
                yield at.problem(field, f"이름 '{name}': {_places(fact)}에 없습니다", _ELSEWHERE)


def words_are_our_own(draft: Draft, articles: Mapping[str, Article]) -> Iterator[Problem]:
    """No statement, short answer, question, keyword or description repeats a run of an article's own words."""
    runs = {run for article in articles.values() for run in _runs("".join(article.paragraphs.values()))}
    for fact, at in draft.each(Fact):
        for field, value in (
            *_statements(fact),
            *((f"questions.{i}", question) for i, question in enumerate(fact.questions)),
            *((f"keywords.{i}", keyword) for i, keyword in enumerate(fact.keywords)),
        ):
            if copied := _runs(value) & runs:
                yield at.problem(field, f"기사의 말을 그대로 옮겼습니다(…{min(copied)}…)", "다른 말로 바꿔 쓰세요")
    for entity, at in draft.each(Entity):
        if copied := _runs(entity.description) & runs:
            yield at.problem("description", f"기사의 말을 그대로 옮겼습니다(…{min(copied)}…)", "다른 말로 바꿔 쓰세요")


def _statements(fact: Fact) -> list[tuple[str, str]]:
    return [("statement", fact.statement), ("short", fact.short or "")]


def _located_text(fact: Fact, articles: Mapping[str, Article]) -> str | None:
    """All located paragraphs of a fact; None where an article is not at hand."""
    texts = []
    for reference in fact.sources:
        if reference.id not in articles or reference.at is None:
            return None
        texts.append(articles[reference.id].paragraphs[reference.at])
    return "\n".join(texts)


def _places(fact: Fact) -> str:
    return ", ".join(f"{reference.id} {reference.at}" for reference in fact.sources)


def _publication(fact: Fact, base: KnowledgeBase) -> list[PartialDate]:
    return [date for reference in fact.sources if (date := base.sources[reference.id].published)]


def _speaking(fact: Fact, base: KnowledgeBase) -> set[str]:
    """Return who speaks or reports, and the houses that they belong to."""
    ids = {speaker.entity for speaker in fact.speakers}
    for id_ in tuple(ids):
        entity = base.entities[id_]
        ids |= {role.entity for role in entity.roles} | ({entity.owner} if entity.owner else set())
    for reference in fact.sources:
        card = base.sources[reference.id]
        ids |= {card.publisher} | {entity.id for entity in base.entities.values() if entity.name == card.author}
    return ids


def _runs(text: str) -> set[str]:
    flat = squeeze(text)
    return {flat[i : i + COPIED_RUN] for i in range(len(flat) - COPIED_RUN + 1)}


def _has_digit(text: str) -> bool:
    return re.search("[0-9]", text) is not None


RULES: tuple[ArticleRule, ...] = (
    number_is_in_the_paragraph,
    date_is_in_the_paragraph,
    stated_date_is_in_the_article,
    name_is_in_the_paragraph,
    words_are_our_own,
)
