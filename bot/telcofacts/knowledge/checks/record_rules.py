"""Rules on one record, and on how it keeps to its source card."""

import re
from collections.abc import Iterator

from telcofacts.knowledge.checks.finding import Draft, Problem, Rule
from telcofacts.knowledge.models import Entity, Fact, Source
from telcofacts.knowledge.models.common import MAX_QUESTIONS, MIN_QUESTIONS, SHORT_LIMIT, STATEMENT_LIMIT

_RELATIVE_TIME = re.compile(
    r"(?<![가-힣])(?:올해|금년|지난해|작년|재작년|내년|내후년|최근|이달|내달|현재|지금|오늘|어제|내일|이날|요즘|방금|연내"
    r"|이번 ?(?:주|달|해)|지난 ?(?:주|달|봄|여름|가을|겨울|[0-9]+월|[0-9]+일)|다음 ?(?:주|달)"
    r"|올 ?(?:상반기|하반기|초|말|봄|여름|가을|겨울|[0-9]+월)|얼마 ?전"
    r"|(?P<counted>연초|연말|(?<![0-9])[0-9]{1,2} ?(?:년|개월|달|주|일) ?전(?![가-힣])))"
)
_YEAR = re.compile(r"[0-9]{4}년")


def fact_has_enough_questions(draft: Draft) -> Iterator[Problem]:
    """A fact carries 4 to 60 example questions: with fewer it is not found; some forty find it best."""
    for fact, at in draft.each(Fact):
        if not MIN_QUESTIONS <= len(fact.questions) <= MAX_QUESTIONS:
            problem = f"예시 질문이 {len(fact.questions)}개입니다"
            yield at.problem("questions", problem, f"{MIN_QUESTIONS}~{MAX_QUESTIONS}개를 적으세요")


def speaker_is_named(draft: Draft) -> Iterator[Problem]:
    """A claim, an opinion and a forecast say whose they are."""
    for fact, at in draft.each(Fact):
        if fact.kind.needs_speaker and not fact.speakers:
            remedy = 'speakers: [{entity: …, as: "…", via: said}]를 적으세요'
            yield at.problem("kind", f"kind가 {fact.kind.value}인데 speakers가 없습니다", remedy)


def speaker_fits_via(draft: Draft) -> Iterator[Problem]:
    """The journalist's judgement is its publisher's, and a nameless speaker belongs to somebody with a name."""
    for fact, at in draft.each(Fact):
        publishers = {draft.base.sources[ref.id].publisher for ref in fact.sources if ref.id in draft.base.sources}
        for i, speaker in enumerate(fact.speakers):
            entity = draft.base.entities.get(speaker.entity)
            if entity is None:
                continue
            if speaker.via == "article" and entity.id not in publishers:
                problem = f"기자의 판단(via: article)인데 {entity.id}의 기사가 아닙니다"
                yield at.problem(
                    f"speakers.{i}", problem, f"entity에 {_any_of(publishers)} 매체를 적거나 via를 고치세요"
                )
            if speaker.via == "unnamed" and entity.type == "person":
                problem = f"이름 없는 말(via: unnamed)인데 사람({entity.name})이 적혔습니다"
                yield at.problem(f"speakers.{i}", problem, "entity에 회사나 기관을 적거나 via를 said로 고치세요")


def date_is_not_in_the_future(draft: Draft) -> Iterator[Problem]:
    """Nothing held, was said, written or read later than today."""
    for fact, at in draft.each(Fact):
        for field, date in (
            ("as_of", fact.as_of),
            ("said", fact.said),
            ("reviewed", fact.reviewed and fact.reviewed.on),
        ):
            if date and date.first > draft.today:
                yield at.problem(field, f"{field} {date}: 아직 오지 않은 날입니다", "앞날의 일은 target에 적으세요")
    for source, at in draft.each(Source):
        for field, date in (("published", source.published), ("accessed", source.accessed)):
            if date and date.first > draft.today:
                yield at.problem(field, f"{field} {date}: 아직 오지 않은 날입니다", "날짜를 고치세요")
    for entity, at in draft.each(Entity):
        for i, role in enumerate(entity.roles):
            if role.as_of.first > draft.today:
                yield at.problem(f"roles.{i}.as_of", f"as_of {role.as_of}: 아직 오지 않은 날입니다", "날짜를 고치세요")


def date_is_not_after_publication(draft: Draft) -> Iterator[Problem]:
    """A source cannot report what came after it, and cannot be read before it appeared."""
    for fact, at in draft.each(Fact):
        cards = [draft.base.sources[ref.id] for ref in fact.sources if ref.id in draft.base.sources]
        published = [card.latest_publication for card in cards]
        if not published or None in published:
            continue
        latest = max(date.last for date in published if date)
        for field, date in (("as_of", fact.as_of), ("said", fact.said)):
            if date and date.first > latest:
                problem = f"{field} {date}: 출처의 발행일({latest})보다 늦습니다"
                yield at.problem(field, problem, "기사가 말하는 때를 적고, 앞날의 일은 target에 적으세요")
    for source, at in draft.each(Source):
        if source.published and source.published.first > source.accessed.last:
            problem = f"발행일({source.published})이 본 날({source.accessed})보다 늦습니다"
            yield at.problem("published", problem, "published와 accessed를 확인하세요")


def target_is_ahead(draft: Draft) -> Iterator[Problem]:
    """What a plan or a forecast aims at lies not before it was made."""
    for fact, at in draft.each(Fact):
        if fact.target and fact.target.last < fact.as_of.first:
            problem = f"target {fact.target}: as_of({fact.as_of})보다 앞섭니다"
            yield at.problem("target", problem, "겨냥한 때를 고치거나 지우세요")


def statement_has_no_relative_time(draft: Draft) -> Iterator[Problem]:
    """A statement is true whenever it is read: 2025년, not 올해."""
    for fact, at in draft.each(Fact):
        for field, text in (("statement", fact.statement), ("short", fact.short or "")):
            for match in _RELATIVE_TIME.finditer(text):
                # "2024년 연말" and "2023년 1월의 2년 전" count from a year that stands there.
                if match["counted"] and _YEAR.search(text[: match.start()]):
                    continue
                yield at.problem(field, f"'{match[0]}': 읽는 때에 따라 달라지는 말입니다", "연도나 날짜로 바꾸세요")


def statement_is_short(draft: Draft) -> Iterator[Problem]:
    """A statement is one proposition, a short answer the bare answer."""
    for fact, at in draft.each(Fact):
        if len(fact.statement) > STATEMENT_LIMIT:
            problem = f"문장이 {len(fact.statement)}자입니다"
            yield at.problem("statement", problem, f"{STATEMENT_LIMIT}자 안으로 줄이거나 두 사실로 나누세요")
        if fact.short and len(fact.short) > SHORT_LIMIT:
            yield at.problem("short", f"short가 {len(fact.short)}자입니다", f"{SHORT_LIMIT}자 안으로 줄이세요")


def locator_is_given(draft: Draft) -> Iterator[Problem]:
    """A fact names the paragraph where its source has numbered ones, else that only an excerpt was seen."""
    for fact, at in draft.each(Fact):
        for i, reference in enumerate(fact.sources):
            source = draft.base.sources.get(reference.id)
            if source is None:
                continue
            field, numbers = f"sources.{i}", [f"p{paragraph.p}" for paragraph in source.paragraphs]
            if numbers and reference.at is None:
                remedy = f"{{id: {source.id}, at: p…}}처럼 문단 번호를 적으세요"
                yield at.problem(field, f"{source.id}의 몇째 문단인지 없습니다", remedy)
            elif numbers and reference.at not in numbers:
                problem = f"{source.id}에는 {reference.at} 문단이 없습니다"
                yield at.problem(field, problem, f"{numbers[0]}~{numbers[-1]} 가운데 적으세요")
            elif not numbers and (reference.basis is None or reference.at is not None):
                problem = f"{source.id}에는 문단 번호가 없습니다"
                yield at.problem(field, problem, f"{{id: {source.id}, basis: excerpt}}로 적으세요")


def _any_of(ids: set[str]) -> str:
    return "·".join(sorted(ids))


RULES: tuple[Rule, ...] = (
    fact_has_enough_questions,
    speaker_is_named,
    speaker_fits_via,
    date_is_not_in_the_future,
    date_is_not_after_publication,
    target_is_ahead,
    statement_has_no_relative_time,
    statement_is_short,
    locator_is_given,
)
