"""The end of an application: what it took is answered, or left to the next start, within a time."""

import asyncio
import logging
from typing import Any, Final

from telegram.ext import Application

from telcofacts.channels.telegram.keeping import Keeping

_LOG = logging.getLogger(__name__)
_LAST_SECONDS: Final = 3.0
"""In which replies that are under way when the time is over have to be sent."""


async def drain(application: Application[Any, Any, Any, Any, Any, Any], keeping: Keeping, seconds: float) -> None:
    """Stop an application when all its updates are answered; after the time, when the replies under way are sent.

    Args:
        application: the application, which runs.
        keeping: what its handlers keep.
        seconds: the time for updates that wait.
    """
    stopping = asyncio.create_task(application.stop())
    if not (await asyncio.wait((stopping,), timeout=seconds))[0]:
        _LOG.warning("%.0f초 안에 모두 답하지 못했습니다. 남은 메시지에는 다시 시작할 때 답합니다", seconds)
        keeping.close()
        if not (await asyncio.wait((stopping,), timeout=_LAST_SECONDS))[0]:
            stopping.cancel()
            await asyncio.wait((stopping,))
            return
    stopping.result()
