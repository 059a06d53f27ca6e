"""An answer as plain text, for the terminal and for programs."""

from telcofacts.answering.answer import Answer, Outcome
from telcofacts.knowledge.base import KnowledgeBase
from telcofacts.knowledge.models import Fact
from telcofacts.rendering.examples import examples_for
from telcofacts.rendering.messages import KO, SUPERSESSION, Messages
from telcofacts.rendering.wording import say_attribution, say_gaps, say_missing, say_source, sources_of
from telcofacts.text.josa import with_josa


def render_answer(answer: Answer, base: KnowledgeBase, messages: Messages = KO) -> str:
    """Render a reply as plain text."""
    match answer.outcome:
        case Outcome.ANSWER:
            return "\n\n".join(_answer_blocks(answer, base, messages))
        case Outcome.SUGGEST:
            offers = [f"{i}. {match.fact.statement}" for i, match in enumerate(answer.suggestions, 1)]
            missing = say_missing(answer.parts, base, messages)
            return "\n".join([*_entity_line(answer), *missing, messages.did_you_mean, *offers])
        case Outcome.FALLBACK:
            return render_fallback(answer, base, messages)


def _answer_blocks(answer: Answer, base: KnowledgeBase, messages: Messages) -> list[str]:
    blocks = []
    for match in answer.matches:
        if match.fact.id in answer.dated:
            blocks.append(messages.as_of_first.format(date=match.fact.as_of.korean()))
        blocks.append(render_fact(match.fact, base, messages, match.headline))
    after_date = 1 if answer.fact and answer.fact.id in answer.dated else 0  # what somebody is may change too
    blocks[after_date:after_date] = _entity_line(answer)
    return [*blocks, *say_gaps(answer, base, messages)]


def render_fact(fact: Fact, base: KnowledgeBase, messages: Messages = KO, headline: str | None = None) -> str:
    """Render one fact: headline, statement, kind · as-of · speaker, sources, what came after, what contradicts."""
    lines = [headline] if headline else []
    lines += [fact.statement, say_attribution(fact, base)]
    lines += [f"출처: {say_source(source, base)} {source.url}" for source in sources_of(fact, base)]
    for link in base.superseded_by.get(fact.id, ()):
        newer = base.facts[link.id]
        lines.append(f"{SUPERSESSION[link.how]}: {newer.statement} ({newer.as_of.korean()})")
    for other_id in fact.conflicts_with:
        other = base.facts[other_id]
        names = " / ".join(say_source(source, base) for source in sources_of(other, base))
        lines.append(f"{messages.conflict}: {other.statement} ({names})")
    return "\n".join(lines)


def render_fallback(answer: Answer, base: KnowledgeBase, messages: Messages = KO) -> str:
    """Say that the base does not hold it, what it does cover, and what to ask instead."""
    subject = answer.out_of_scope
    if subject and subject.reply:
        return subject.reply
    missing = say_missing(answer.parts, base, messages)
    said = missing or [messages.nothing_more if answer.entity else messages.not_recorded, messages.covered]
    if subject and not subject.unrecorded:
        name = with_josa(subject.name, "은") if messages is KO else subject.name
        said = [messages.not_covered.format(subject=name), messages.covered]
    elif answer.entity and base.by_entity.get(answer.entity.id):
        said = []  # there is more about it; what, the examples tell
    examples = [f"· {example}" for example in examples_for(answer.utterance, base, messages)]
    return "\n".join([*_entity_line(answer), *said, messages.try_asking, *examples])


def _entity_line(answer: Answer) -> list[str]:
    return [f"{answer.entity.name}: {answer.entity.description}"] if answer.entity else []
