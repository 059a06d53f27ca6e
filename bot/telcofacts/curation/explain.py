"""Show a curator why an utterance was answered as it was."""

from collections.abc import Sequence

from telcofacts.answering.answerer import Answerer
from telcofacts.answering.conversation import Conversation
from telcofacts.matching.confidence import BIAS, WEIGHTS

_SHOWN = 5


def explain(answerer: Answerer, turns: Sequence[str]) -> str:
    """Explain the last of the turns of one conversation.

    Returns:
        How it was read, the best facts in their order with what made up their place and their score, and the decision.
        The order is by similarity and `matcher.COVERAGE_ADDS`, the score by logistic regression: the two may differ.
    """
    conversation = Conversation()
    for turn in turns[:-1]:
        answerer.answer(turn, conversation)
    ranking = answerer.follower.rank(answerer.matcher.read(turns[-1]), conversation)
    reading = ranking.reading
    answer = answerer.answer(turns[-1], conversation)
    names = [f"{m.entity}({m.how}{', 뜻이 여럿' if m.ambiguous else ''})" for m in reading.mentions]
    words = [f"{word.form}={word.group}" if word.group else word.form for word in reading.words]
    lines = [
        f"읽은 글: {reading.text}",
        f"이름: {', '.join(names) or '없음'}",
        f"낱말: {', '.join(words) or '없음'}",
        f"묻는 것: {', '.join(sorted(reading.asks)) or '정해지지 않음'}",
    ]
    if ranking.foreign:
        lines.append(f"가까운 범위 밖 주제: {ranking.foreign.name}(닮음 {ranking.foreign_similarity:.2f})")
    for match in ranking.matches[:_SHOWN]:
        parts = [
            f"{name} {value:.2f}×{weight:+.1f}={value * weight:+.2f}"
            for name, value, weight in zip(match.features._fields, match.features, WEIGHTS, strict=True)
            if abs(value * weight) >= 0.005
        ]
        order = f"닮음 {match.similarity:.2f}, 순위 {match.adjustment:+.2f}"
        lines += [
            f"{match.score:5.1f} ({order}) {match.fact.id}: {match.fact.statement}",
            f"      {BIAS:+.1f} {', '.join(parts)}",
        ]
    lines.append(f"판정: {answer.outcome.value}")
    return "\n".join(lines)
