"""Learn from the facts in a process of its own: what serves would be held up, and keep the memory that it took."""

import logging
import os
import pathlib
import signal
import subprocess
import sys
from typing import Final, NoReturn

from telcofacts.knowledge.loading import Location

_NOT_FOR_LEARNING: Final = ("TELEGRAM_", "TELCOFACTS_", "DATABASE_")
"""How settings begin; what learns needs no secret, nor any other of them."""
_LOG = logging.getLogger(__name__)


def command() -> tuple[str, ...]:
    """Return how this program is started to learn."""
    return (sys.executable, "-P", "-m", "telcofacts", "learn")


def environment_for(location: Location, cache: pathlib.Path) -> dict[str, str]:
    """Return the environment in which it learns from the files there into the cache."""
    return {name: value for name, value in os.environ.items() if not name.startswith(_NOT_FOR_LEARNING)} | {
        "TELCOFACTS_KNOWLEDGE_DIR": str(location.knowledge),
        "TELCOFACTS_SEEDS_DIR": str(location.seeds),
        "TELCOFACTS_CACHE_DIR": str(cache),
    }


def learn_apart(location: Location, cache: pathlib.Path) -> None:
    """Learn before the service starts; where that fails, what builds the answerer learns."""
    _LOG.info("사실 자료에서 배웁니다(처음 한 번, 30초쯤)")
    before = signal.signal(signal.SIGTERM, _stop)
    try:
        done = subprocess.run(  # noqa: S603 - this program itself
            command(),
            env=environment_for(location, cache),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            check=False,
        )
    finally:
        signal.signal(signal.SIGTERM, before)
    tell_failure(done.returncode, done.stderr)


def _stop(number: int, _: object) -> NoReturn:
    """End as the signal would; on the way out the process that learns is ended too."""
    sys.exit(128 + number)


def tell_failure(code: int | None, said: bytes) -> None:
    """Tell the operator why another process did not learn, where it did not."""
    if code:
        reason = said.decode(errors="replace").strip().rpartition("\n")[2] or f"끝난 값 {code}"
        _LOG.warning("따로 배우지 못해, 답하면서 배웁니다: %s", reason)
