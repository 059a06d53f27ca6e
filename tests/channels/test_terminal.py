"""The chat in the terminal, line by line."""

import io

import pytest

from telcofacts.answering.answer import Answer, Outcome
from telcofacts.answering.answerer import Answerer
from telcofacts.answering.conversation import Conversation
from telcofacts.channels.terminal import chat
from telcofacts.knowledge.base import KnowledgeBase
from telcofacts.rendering.messages import KO

VAGUE = "KT 직원"


class Vague(Answerer):
    """Is not sure what is asked, where it is asked something vague."""

    def __init__(self, answerer: Answerer) -> None:
        self.base, self.matcher, self.follower = answerer.base, answerer.matcher, answerer.follower

    def answer(self, utterance: str, conversation: Conversation | None = None) -> Answer:
        if utterance != VAGUE:
            return super().answer(utterance, conversation)
        return Answer(utterance, Outcome.SUGGEST, suggestions=self.matcher.rank(self.matcher.read(VAGUE)).matches[:3])

    def offered(self) -> list[str]:
        return [match.fact.statement for match in self.answer(VAGUE).suggestions]


@pytest.fixture
def vague(answerer: Answerer) -> Vague:
    return Vague(answerer)


def say(answerer: Answerer, *lines: str) -> list[str]:
    """Return the replies to lines from a pipe; an empty line stands after each."""
    sink = io.StringIO()
    chat(answerer, io.StringIO("".join(f"{line}\n" for line in lines)), sink)
    return sink.getvalue().split("\n\n")[:-1]


@pytest.mark.parametrize(("chosen", "place"), [("1", 0), ("2번", 1), ("3 번", 2), ("1.", 0), ("２", 1)])
def test_제안을_번호로_고르면_그_사실을_출처와_보여_준다(vague: Vague, chosen: str, place: int) -> None:
    reply = say(vague, VAGUE, chosen)[1]
    assert vague.offered()[place] in reply.splitlines()
    assert "출처: " in reply


def test_고른_사실에도_짧은_답이_앞에_선다(vague: Vague) -> None:
    chosen = vague.answer(VAGUE).suggestions
    number, short = next((i, match.fact.short) for i, match in enumerate(chosen, 1) if match.fact.short)
    assert say(vague, VAGUE, str(number))[1].splitlines()[0] == short


def test_한_번_고른_뒤에도_다른_번호를_고를_수_있다(vague: Vague) -> None:
    assert vague.offered()[1] in say(vague, VAGUE, "1", "2")[2]


def test_고른_것을_이어_물을_수_있다(vague: Vague, base: KnowledgeBase) -> None:
    seen: list[tuple[str, ...]] = []

    class Watched(Vague):
        def answer(self, utterance: str, conversation: Conversation | None = None) -> Answer:
            seen.append(conversation.last.facts if conversation and conversation.last else ())
            return super().answer(utterance, conversation)

    say(Watched(vague), VAGUE, "2", "언제?")
    assert [base.facts[id_].statement for id_ in seen[1]] == vague.offered()[1:2]


@pytest.mark.parametrize("chosen", ["0", "4", "99번"])
def test_없는_번호에는_고를_수_있는_번호를_말한다(vague: Vague, chosen: str) -> None:
    assert "1부터 3까지" in say(vague, VAGUE, chosen)[1]


@pytest.mark.parametrize("before", [(), (VAGUE, "KT 직원 수")], ids=["처음", "답한 뒤"])
def test_제안이_없었으면_번호도_질문이다(vague: Vague, before: tuple[str, ...]) -> None:
    assert KO.not_recorded in say(vague, *before, "1")[-1] or KO.did_you_mean in say(vague, *before, "1")[-1]
