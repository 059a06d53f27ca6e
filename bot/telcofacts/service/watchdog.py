"""Notices that no updates come in any more, where nobody would: polling that stopped raises nothing."""

import asyncio
import logging
import time
from collections.abc import Callable
from typing import Any, Final

from telegram.ext import Application

from telcofacts.service.operator import Operator
from telcofacts.service.requesting import MeasuredRequest

_TICK_SECONDS: Final = 2.0
_LOG = logging.getLogger(__name__)


class PollingWatch:
    """Knows whether polling goes on.

    Args:
        application: the application that polls.
        request: what makes its requests.
        stop: set when the service is told to end.
        stall_seconds: time without a successful fetch after which polling counts as stopped.
        clock: seconds, monotonic.
    """

    def __init__(
        self,
        application: Application[Any, Any, Any, Any, Any, Any],
        request: MeasuredRequest,
        stop: asyncio.Event,
        stall_seconds: float,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._application = application
        self._request = request
        self._stop = stop
        self._stall = stall_seconds
        self._clock = clock

    @property
    def has_begun(self) -> bool:
        """Whether updates were ever fetched."""
        return self._request.last_fetch is not None

    @property
    def is_stopping(self) -> bool:
        """Whether polling stops because it is to: from the signal on, before the application says so."""
        return self._stop.is_set() or not self._application.running

    def problem(self) -> str | None:
        """Return what is wrong."""
        last = self._request.last_fetch
        if last is None:
            return "아직 텔레그램에서 업데이트를 받지 못했습니다"
        if self.is_stopping:
            return "끝내는 중입니다"
        if not (self._application.updater and self._application.updater.running):
            return "폴링이 멈췄습니다"
        silent = self._clock() - last
        if silent > self._stall:
            return f"{silent:.0f}초째 업데이트를 받지 못했습니다"
        return None


class Watchdog:
    """Tells the log, and the operator's chat where there is one, when polling stops and when it goes on again."""

    def __init__(self, watch: PollingWatch, operator: Operator, tick_seconds: float = _TICK_SECONDS) -> None:
        self._watch = watch
        self._operator = operator
        self._tick = tick_seconds

    async def run(self) -> None:
        """Watch until cancelled."""
        stopped, told = False, True
        problem: str | None = None
        while True:
            await asyncio.sleep(self._tick)
            if not self._watch.has_begun or self._watch.is_stopping:
                continue
            now = self._watch.problem()
            if (now is not None) != stopped:
                stopped, told, problem = now is not None, False, now
                _LOG.log(logging.ERROR if stopped else logging.INFO, "%s", _say(problem))
            if not told:
                told = await self._operator.tell(_say(problem))


def _say(problem: str | None) -> str:
    return f"텔레그램 봇: {problem}" if problem else "텔레그램 봇: 다시 업데이트를 받습니다"
