"""What is counted and timed, for Prometheus. No label says who wrote or what."""

import enum
import time
from typing import Final

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    generate_latest,
)

from telcofacts.answering.answer import Outcome
from telcofacts.knowledge.base import KnowledgeBase
from telcofacts.service.health import Readiness
from telcofacts.storage import Figures

CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"
_BUCKETS: Final = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)
"""Seconds: an answer takes milliseconds, the way to Telegram tens of them, a wait for its rate limit seconds."""


class Reloaded(enum.StrEnum):
    """What came of reading the fact files again."""

    TAKEN = "taken"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


class Metrics:
    """The metrics of one service, in a registry of their own, so that a host application's are left alone."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        PlatformCollector(registry=self.registry)
        self.answers = Counter("telcofacts_answers", "Answers by outcome", ["outcome"], registry=self.registry)
        for outcome in Outcome:
            self.answers.labels(outcome.value)
        self.reply_seconds = Histogram(
            "telcofacts_reply_seconds",
            "Seconds from the receipt of an update to its reply's acceptance by Telegram",
            buckets=_BUCKETS,
            registry=self.registry,
        )
        self.failed_updates = Counter(
            "telcofacts_failed_updates", "Updates whose handling raised an error", registry=self.registry
        )
        self.responses = Counter(
            "telcofacts_telegram_responses",
            "Responses of the Bot API by status; 'none' where there was none",
            ["status"],
            registry=self.registry,
        )
        self.too_many_requests = Counter(
            "telcofacts_telegram_too_many_requests", "Requests refused with 429", registry=self.registry
        )
        self.deliveries = Counter(
            "telcofacts_webhook_deliveries", "Requests to the webhook by result", ["result"], registry=self.registry
        )
        self._journal = Gauge("telcofacts_journal_updates", "Updates by state", ["state"], registry=self.registry)
        self._oldest = Gauge(
            "telcofacts_queue_age_seconds", "Age of the oldest update not answered yet", registry=self.registry
        )
        self._ready = Gauge("telcofacts_ready", "1 where a part is ready", ["part"], registry=self.registry)
        self._base = Gauge("telcofacts_base_info", "1 for the fact base served", ["version"], registry=self.registry)
        self._facts = Gauge("telcofacts_base_facts", "Facts in the base", registry=self.registry)
        self._age = Gauge("telcofacts_base_age_seconds", "Seconds since the base was loaded", registry=self.registry)
        self.reloads = Counter(
            "telcofacts_base_reloads", "Reloads of the base by result", ["result"], registry=self.registry
        )
        for result in Reloaded:
            self.reloads.labels(result.value)
        self._refused = Gauge(
            "telcofacts_base_refused", "1 where the files hold a base that was refused", registry=self.registry
        )
        self._served: tuple[str, float] = ("", 0.0)

    def response(self, status: int | None) -> None:
        """Count a response of the Bot API; None where the connection gave none."""
        self.responses.labels(str(status) if status else "none").inc()
        if status == 429:
            self.too_many_requests.inc()

    def reloaded(self, result: Reloaded) -> None:
        """Count a reload of the base."""
        self.reloads.labels(result.value).inc()
        self._refused.set(result is Reloaded.REFUSED)

    def observe_base(self, base: KnowledgeBase) -> None:
        """Note which base is served; its age counts from the first time that this version is seen."""
        if base.version != self._served[0]:
            self._served = (base.version, time.monotonic())
            self._base.clear()
            self._base.labels(base.version).set(1)
        self._facts.set(len(base.facts))
        self._age.set(time.monotonic() - self._served[1])

    def render(self, base: KnowledgeBase, readiness: Readiness, figures: Figures | None) -> bytes:
        """Return everything in Prometheus' text format.

        Args:
            base: the base served at present.
            readiness: the state of the parts.
            figures: how the journal stands; None where it could not be asked: the last values stay.
        """
        self.observe_base(base)
        for part, problem in readiness.problems.items():
            self._ready.labels(part).set(problem is None)
        if figures:
            self._journal.labels("pending").set(figures.pending)
            self._journal.labels("failed").set(figures.failed)
            self._oldest.set(figures.oldest_seconds)
        return generate_latest(self.registry)
