"""An answerer whose outcomes are counted."""

from telcofacts.answering.answer import Answer
from telcofacts.answering.answerer import Answerer
from telcofacts.answering.conversation import Conversation
from telcofacts.knowledge.base import KnowledgeBase
from telcofacts.matching.matcher import Matcher
from telcofacts.service.metrics import Metrics


class CountedAnswerer(Answerer):
    """Answers as another answerer does, which may be replaced while it runs, and counts the outcomes."""

    def __init__(self, answerer: Answerer, metrics: Metrics) -> None:
        self._answerer = answerer
        self._metrics = metrics

    def replace(self, answerer: Answerer) -> None:
        """Answer as another from now on. What was answered before the call was answered and said from one base."""
        self._answerer = answerer

    @property
    def base(self) -> KnowledgeBase:  # type: ignore[override]
        """The base of the answerer behind it."""
        return self._answerer.base

    @property
    def matcher(self) -> Matcher:  # type: ignore[override]
        """The matcher of the answerer behind it."""
        return self._answerer.matcher

    def answer(self, utterance: str, conversation: Conversation | None = None) -> Answer:
        """Answer what a person typed."""
        answer = self._answerer.answer(utterance, conversation)
        self._metrics.answers.labels(answer.outcome.value).inc()
        return answer
