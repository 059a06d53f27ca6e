"""A small base, and an answerer that can be told what to answer."""

import dataclasses
import pathlib

from telcofacts.answering.answer import Answer, Outcome
from telcofacts.answering.answerer import Answerer
from telcofacts.answering.conversation import Conversation, Turn

BASE = pathlib.Path(__file__).with_name("base")


@dataclasses.dataclass(frozen=True)
class Seen:
    """A conversation that a question came with, and its last turn at that moment."""

    conversation: Conversation
    before: Turn | None


class ScriptedAnswerer(Answerer):
    """Answers an example question with its fact, and what a test scripts as it says.

    So what handlers do is tested apart from scores and thresholds.
    """

    script: dict[str, Answer | Exception]
    asked: list[str]
    conversations: list[Seen]

    def answer(self, utterance: str, conversation: Conversation | None = None) -> Answer:
        self.asked.append(utterance)
        if conversation is not None:
            self.conversations.append(Seen(conversation, conversation.last))
        scripted = self.script.get(utterance)
        if isinstance(scripted, Exception):
            raise scripted
        answer = scripted or super().answer(utterance, conversation)
        found = self.matcher.rank(self.matcher.read(utterance)).matches
        direct = [match for match in found if utterance in match.fact.questions]
        if scripted or not direct:
            return answer
        return Answer(utterance, Outcome.ANSWER, tuple(direct), tuple(match for match in found if match not in direct))
