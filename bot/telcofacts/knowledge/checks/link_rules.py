"""Rules between records: what points at what, and what may stand only once."""

from collections.abc import Iterator

from telcofacts.knowledge.checks.finding import Draft, Problem, Rule
from telcofacts.knowledge.models import Entity, Fact, OutOfScope, Source, SynonymGroup, Topic
from telcofacts.text.josa import with_josa
from telcofacts.text.normalise import is_meaningful, squeeze


def reference_exists(draft: Draft) -> Iterator[Problem]:
    """Every id that a record points at is there."""
    base = draft.base
    for fact, at in draft.each(Fact):
        pointers = [
            *((f"entities.{i}", id_, base.entities) for i, id_ in enumerate(fact.entities)),
            *((f"topics.{i}", id_, base.topics) for i, id_ in enumerate(fact.topics)),
            *((f"speakers.{i}.entity", speaker.entity, base.entities) for i, speaker in enumerate(fact.speakers)),
            *((f"sources.{i}.id", reference.id, base.sources) for i, reference in enumerate(fact.sources)),
            *((f"supersedes.{i}.id", link.id, base.facts) for i, link in enumerate(fact.supersedes)),
            *((f"conflicts_with.{i}", id_, base.facts) for i, id_ in enumerate(fact.conflicts_with)),
        ]
        for field, id_, known in pointers:
            if id_ not in known:
                yield at.problem(field, f"'{id_}' 기록이 없습니다", "있는 id를 적거나 그 기록을 먼저 만드세요")
    for entity, at in draft.each(Entity):
        for field, target in (("owner", entity.owner), *((f"roles.{i}", r.entity) for i, r in enumerate(entity.roles))):
            if target is not None and target not in base.entities:
                yield at.problem(field, f"'{target}' 기록이 없습니다", "entities/에 있는 id를 적으세요")
    for group, at in draft.each(SynonymGroup):
        for i, opposite in enumerate(group.opposites):
            if opposite not in base.synonyms:
                yield at.problem(
                    f"opposites.{i}", f"'{opposite}' 묶음이 없습니다", "synonyms.yaml에 있는 id를 적으세요"
                )
    for source, at in draft.each(Source):
        if source.publisher not in base.entities:
            yield at.problem(
                "publisher", f"'{source.publisher}' 매체가 없습니다", "entities/publishers.yaml에 적으세요"
            )


def alias_belongs_to_one_entity(draft: Draft) -> Iterator[Problem]:
    """No way of writing a name leads to two entities."""
    owner: dict[str, str] = {}
    for entity, at in draft.each(Entity):
        fields = [("name", entity.name)]
        for name in ("aka", "old", "typo"):
            fields += [(f"{name}.{i}", alias) for i, alias in enumerate(getattr(entity, name))]
        own: set[str] = set()
        for field, alias in fields:
            key = squeeze(alias)
            if not key:
                yield at.problem(field, f"별칭 '{alias}'에 글자가 없습니다", "지우세요")
            elif key in own:
                problem = (
                    f"{_quoted(alias, '이')} 이 기록에 두 번 있습니다(띄어쓰기·대소문자·부호는 같은 것으로 봅니다)"
                )
                yield at.problem(field, problem, "하나를 지우세요")
            elif key in owner:
                problem = f"{_quoted(alias, '은')} {owner[key]}의 별칭이기도 합니다"
                yield at.problem(field, problem, "한쪽에서 지우거나 더 긴 이름을 쓰세요")
            own.add(key)
        for key in own:
            owner.setdefault(key, entity.id)


def question_belongs_to_one_fact(draft: Draft) -> Iterator[Problem]:
    """An example question leads to one fact, or to one subject out of scope."""
    seen: dict[str, str] = {}
    places = [
        *(
            (at, f"examples.{i}", text, subject.id)
            for subject, at in draft.each(OutOfScope)
            for i, text in enumerate(subject.examples)
        ),
        *(
            (at, f"questions.{i}", text, fact.id)
            for fact, at in draft.each(Fact)
            for i, text in enumerate(fact.questions)
        ),
    ]
    for at, field, text, id_ in places:
        key = squeeze(text)
        if key in seen:
            where = "같은 기록" if seen[key] == id_ else seen[key]
            yield at.problem(field, f"'{text}': {where}에도 있는 질문입니다", "한쪽에서 지우거나 다르게 물으세요")
        seen.setdefault(key, id_)


def paragraph_is_used_or_explained(draft: Draft) -> Iterator[Problem]:
    """Every paragraph of a numbered article has facts, or a stated reason for none."""
    used = {(reference.id, reference.at) for fact in draft.base.facts.values() for reference in fact.sources}
    for source, at in draft.each(Source):
        for i, paragraph in enumerate(source.paragraphs):
            is_used, field = (source.id, f"p{paragraph.p}") in used, f"paragraphs.{i}"
            if not is_used and not is_meaningful(paragraph.unused or ""):
                problem = f"p{paragraph.p} 문단에서 온 사실이 없고 까닭도 없습니다"
                yield at.problem(field, problem, '사실을 적거나 unused: "까닭"을 적으세요')
            if is_used and paragraph.unused:
                yield at.problem(field, f"p{paragraph.p} 문단은 쓰였는데 unused가 있습니다", "unused를 지우세요")


def conflict_is_mutual(draft: Draft) -> Iterator[Problem]:
    """Two facts that contradict each other point at each other."""
    for fact, at in draft.each(Fact):
        for i, other_id in enumerate(fact.conflicts_with):
            other = draft.base.facts.get(other_id)
            if other is fact:
                yield at.problem(
                    f"conflicts_with.{i}", "자기 자신과 어긋난다고 적혔습니다", "다른 사실의 id를 적으세요"
                )
            elif other is not None and fact.id not in other.conflicts_with:
                problem = f"{with_josa(other_id, '은')} 이 사실을 가리키지 않습니다"
                yield at.problem(
                    f"conflicts_with.{i}", problem, f"{other_id}에도 conflicts_with: [{fact.id}]를 적으세요"
                )


def newer_supersedes_older(draft: Draft) -> Iterator[Problem]:
    """A fact supersedes an older one, never itself, a newer one, or one that supersedes it in turn."""
    for fact, at in draft.each(Fact):
        for i, link in enumerate(fact.supersedes):
            older = draft.base.facts.get(link.id)
            if older is None:
                continue
            if older.as_of.first > fact.as_of.last:
                problem = f"{link.id}({older.as_of})의 때가 이 사실({fact.as_of})보다 늦습니다"
                yield at.problem(f"supersedes.{i}", problem, "supersedes는 새 사실에 적으세요")
            elif fact.id in _superseded(older.id, draft):
                yield at.problem(f"supersedes.{i}", f"{link.id}도 이 사실을 대신한다고 적혔습니다", "한쪽을 지우세요")


def _superseded(fact_id: str, draft: Draft) -> set[str]:
    """All facts that a fact supersedes, directly or by others, itself included."""
    reached: set[str] = set()
    ahead = [fact_id]
    while ahead:
        id_ = ahead.pop()
        if id_ in draft.base.facts and id_ not in reached:
            reached.add(id_)
            ahead += [link.id for link in draft.base.facts[id_].supersedes]
    return reached


def synonym_belongs_to_one_group(draft: Draft) -> Iterator[Problem]:
    """A word is in one group of synonyms."""
    seen: dict[str, str] = {}
    for group, at in draft.each(SynonymGroup):
        for i, word in enumerate(group.words):
            key = squeeze(word)
            if key in seen:
                problem = f"{_quoted(word, '은')} {seen[key]} 묶음에도 있습니다"
                yield at.problem(f"words.{i}", problem, "한쪽에서 지우세요")
            seen.setdefault(key, group.id)


def topic_is_used(draft: Draft) -> Iterator[Problem]:
    """A topic that people are shown holds facts."""
    used = {topic for fact in draft.base.facts.values() for topic in fact.topics}
    for topic, at in draft.each(Topic):
        if topic.id not in used:
            yield at.problem("id", "이 주제의 사실이 없습니다", "주제를 지우거나 사실의 topics에 적으세요")


def _quoted(word: str, josa: str) -> str:
    return with_josa(f"'{word}'", josa)


RULES: tuple[Rule, ...] = (
    reference_exists,
    alias_belongs_to_one_entity,
    question_belongs_to_one_fact,
    paragraph_is_used_or_explained,
    conflict_is_mutual,
    newer_supersedes_older,
    synonym_belongs_to_one_group,
    topic_is_used,
)
