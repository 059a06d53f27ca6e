"""An answerer whose outcomes are counted."""

from telcofacts.answering.answer import Answer
from telcofacts.answering.answerer import Answerer
from telcofacts.answering.conversation import Conversation
from telcofacts.knowledge.base import KnowledgeBase
from telcofacts.matching.matcher import Matcher
from telcofacts.service.metrics import Metrics


class CountedAnswerer(Answerer):
    """Answers as another answerer does, from the base that this has at the moment, and counts the outcomes."""

    def __init__(self, answerer: Answerer, metrics: Metrics) -> None:
        self._answerer = answerer
        self._metrics = metrics

    @property
    def base(self) -> KnowledgeBase:
        """The base of the answerer behind it, which may be replaced while it runs."""
        return self._answerer.base

    @base.setter
    def base(self, base: KnowledgeBase) -> None:
        self._answerer.base = base

    @property
    def matcher(self) -> Matcher:
        """The matcher of the answerer behind it."""
        return self._answerer.matcher

    @matcher.setter
    def matcher(self, matcher: Matcher) -> None:
        self._answerer.matcher = matcher

    def answer(self, utterance: str, conversation: Conversation | None = None) -> Answer:
        """Answer what a person typed."""
        answer = self._answerer.answer(utterance, conversation)
        self._metrics.answers.labels(answer.outcome.value).inc()
        return answer
