"""Read the fact files again while the bot runs: on SIGHUP, and when they change."""

import asyncio
import contextlib
import dataclasses
import logging
import os
import pathlib
import signal
from typing import Final

from telcofacts.answering.answerer import Answerer
from telcofacts.knowledge.loading import Fingerprint, KnowledgeError, Location, fingerprint, load_knowledge
from telcofacts.service import learning
from telcofacts.service.answers import CountedAnswerer
from telcofacts.service.metrics import Metrics, Reloaded
from telcofacts.service.operator import Operator

_READINGS: Final = 5
"""How often files that change while they are read are read again, before they are refused."""
_QUIET_SECONDS: Final = 1.0
"""How long files must not have changed before they are read: a checkout or an editor writes them one by one."""
_TELL_SECONDS: Final = 5.0
_TELL_TIMES: Final = 12
_AFTER_ANSWERS: Final = 10
"""Nice value of what learns: where both want a core, who asks goes first."""
_LOG = logging.getLogger(__name__)


@dataclasses.dataclass(frozen=True)
class _Outcome:
    result: Reloaded
    said: str
    answerer: Answerer | None = None


class Reloader:
    """Takes a base that passes every check in place of the one served, and refuses any other.

    Files are compared by time and size instead of with the system's notifications: those do not come through bind
    mounts of every kind, nor where a Kubernetes ConfigMap is exchanged by a link.

    Args:
        location: where the files lie.
        answerer: what answers; it is given the new base.
        metrics: where reloads are counted.
        operator: who is told of a base that is refused, and of the one that mends it.
        watch_seconds: time between two looks at the files; None: they are read on SIGHUP only.
        cache: folder for what is learnt from the base, so that a start after it is quick.
    """

    def __init__(
        self,
        location: Location,
        answerer: CountedAnswerer,
        metrics: Metrics,
        operator: Operator,
        watch_seconds: float | None,
        cache: pathlib.Path,
    ) -> None:
        self._location = location
        self._answerer = answerer
        self._metrics = metrics
        self._operator = operator
        self._watch = watch_seconds
        self._cache = cache
        self._wanted = asyncio.Event()
        self._was_refused = False
        self._tellings: set[asyncio.Task[None]] = set()

    def request(self) -> None:
        """Have the files read again; once more where they are being read at the moment."""
        self._wanted.set()

    async def run(self) -> None:
        """Reload when it is asked for, until cancelled."""
        with contextlib.suppress(NotImplementedError, AttributeError):  # Windows has no SIGHUP
            asyncio.get_running_loop().add_signal_handler(signal.SIGHUP, self.request)
        known = await self._fingerprint()
        while True:
            if self._watch is None:
                await self._wanted.wait()
            else:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._wanted.wait(), self._watch)
                if not self._wanted.is_set() and await self._fingerprint() == known:
                    continue
            self._wanted.clear()
            outcome, known = await self._read()
            await self._take(outcome)

    async def _read(self) -> tuple[_Outcome, Fingerprint]:
        """Read the files when they are quiet; what changed meanwhile is read again, for it may be half written."""
        before = await self._fingerprint()
        for _ in range(_READINGS):
            await asyncio.sleep(_QUIET_SECONDS)
            now = await self._fingerprint()
            if now != before:
                before = now
                continue
            outcome = await self._load()
            now = await self._fingerprint()
            if now == before:
                return outcome, now
            before = now
        return _Outcome(Reloaded.REFUSED, "사실 파일이 계속 바뀌고 있습니다. 다 적은 뒤에 다시 읽게 하세요"), before

    async def _load(self) -> _Outcome:
        """Read and check the base, and build what answers from it; in threads, since it takes seconds."""
        try:
            base = await asyncio.to_thread(load_knowledge, self._location)
            if base.version == self._answerer.base.version:
                return _Outcome(Reloaded.UNCHANGED, "사실 자료가 그대로입니다")
            await self._learn()
            answerer = await asyncio.to_thread(Answerer, base, self._cache)
        except KnowledgeError as error:
            return _Outcome(Reloaded.REFUSED, str(error))
        except Exception as error:  # noqa: BLE001 - what serves must go on serving, whatever the new files do
            _LOG.exception("사실 자료를 읽다가 뜻밖의 오류가 났습니다")
            return _Outcome(Reloaded.REFUSED, f"뜻밖의 오류({type(error).__name__})")
        return _Outcome(Reloaded.TAKEN, f"사실 {len(base.facts)}개, 판 {base.version}", answerer)

    async def _learn(self) -> None:
        """Have another process learn from the files; where it cannot, what builds the answerer learns."""
        process = await asyncio.create_subprocess_exec(
            *learning.command(),
            env=learning.environment_for(self._location, self._cache),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
            start_new_session=True,  # Ctrl-C is for the bot, which ends it
        )
        with contextlib.suppress(AttributeError, OSError):  # no such thing on Windows; or it has ended already
            os.setpriority(os.PRIO_PROCESS, process.pid, _AFTER_ANSWERS)
        try:
            _, said = await process.communicate()
        finally:
            if process.returncode is None:  # the bot stops
                process.kill()
                await process.wait()
        learning.tell_failure(process.returncode, said)

    async def _take(self, outcome: _Outcome) -> None:
        self._metrics.reloaded(outcome.result)
        if outcome.answerer:
            self._answerer.replace(outcome.answerer)
            self._metrics.observe_base(outcome.answerer.base)
        if outcome.result is Reloaded.REFUSED:
            said = f"새 사실 자료를 받아들이지 않았습니다. 전의 것으로 계속 답합니다.\n{outcome.said}"
            _LOG.error("%s", said)
        else:
            said = f"사실 자료를 다시 읽었습니다: {outcome.said}"
            _LOG.info("%s", said)
        if outcome.result is Reloaded.REFUSED or self._was_refused:
            task = asyncio.create_task(self._tell(said))
            self._tellings.add(task)
            task.add_done_callback(self._tellings.discard)
        self._was_refused = outcome.result is Reloaded.REFUSED

    async def _tell(self, said: str) -> None:
        for _ in range(_TELL_TIMES):
            if await self._operator.tell(f"텔레그램 봇: {said}"):
                return
            await asyncio.sleep(_TELL_SECONDS)

    async def _fingerprint(self) -> Fingerprint:
        return await asyncio.to_thread(fingerprint, self._location)
