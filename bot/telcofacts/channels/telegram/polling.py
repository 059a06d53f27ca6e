"""Fetch updates by long polling until told to stop."""

import asyncio
import contextlib
import logging
import signal
from collections.abc import Coroutine
from typing import Any

from telegram.error import InvalidToken, TelegramError
from telegram.ext import Application, Updater

from telcofacts.channels.telegram.application import ALLOWED_UPDATES
from telcofacts.channels.telegram.commands import publish_commands
from telcofacts.channels.telegram.errors import PollingReporter
from telcofacts.channels.telegram.keeping import Keeping
from telcofacts.channels.telegram.stopping import drain

_LOG = logging.getLogger(__name__)
_FIRST_WAIT, _LONGEST_WAIT = 1.0, 30.0
"""Seconds between attempts to reach the server at the start."""
_PATIENCE = 2.0
"""Seconds in which polling that is not asleep has stopped: it only has to give up a request."""
_POLLING_TASK = "Updater:start_polling:polling_task"


async def serve(
    application: Application[Any, Any, Any, Any, Any, Any], keeping: Keeping, stop: asyncio.Event, seconds: float
) -> None:
    """Poll until the stop; then the updates already fetched are answered, and it returns.

    A server that cannot be reached is tried again for as long as it takes.

    Args:
        application: the application, not initialised.
        keeping: what its handlers keep.
        stop: see `stop_on_signals`.
        seconds: the time for updates that wait at the stop; the rest is left to the next start.

    Raises:
        InvalidToken: where Telegram refuses the token, at the start or later.
    """
    report = PollingReporter()
    updater = application.updater
    assert updater
    menus: asyncio.Task[None] | None = None
    try:
        # The library logs a refused token with a traceback, so the token is tried before the library polls.
        if not await initialise(application, stop, report):
            return
        await application.start()
        menus = asyncio.create_task(publish_commands(application.bot))
        polling = updater.start_polling(allowed_updates=ALLOWED_UPDATES, bootstrap_retries=-1, error_callback=report)
        if await _done_before(stop, polling):
            _LOG.info("@%s: 메시지를 받기 시작했습니다", application.bot.username)
            await _until_stopped(stop)
        _LOG.info("멈춥니다. 받아 둔 메시지에 답하는 중입니다")
    finally:
        if menus:
            menus.cancel()
        if updater.running:
            await _stop_polling(updater)
        if application.running:
            await drain(application, keeping, seconds)
        await application.shutdown()
        await application.bot.shutdown()


def stop_on_signals() -> asyncio.Event:
    """Return an event that SIGTERM and SIGINT set; a second SIGINT ends at once."""
    stop, loop = asyncio.Event(), asyncio.get_running_loop()

    def interrupted() -> None:
        stop.set()
        loop.remove_signal_handler(signal.SIGINT)
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # the loop puts the one back that ends in a traceback

    with contextlib.suppress(NotImplementedError):  # Windows: there Ctrl-C cancels
        loop.add_signal_handler(signal.SIGTERM, stop.set)
        loop.add_signal_handler(signal.SIGINT, interrupted)
    return stop


async def initialise(
    application: Application[Any, Any, Any, Any, Any, Any], stop: asyncio.Event, report: PollingReporter
) -> bool:
    """Ask the server who the bot is, until it answers; return whether it did before the stop."""
    wait = _FIRST_WAIT
    while True:
        try:
            return await _done_before(stop, application.initialize())
        except InvalidToken:
            raise
        except TelegramError as error:
            report(error)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), wait)
            return False
        wait = min(_LONGEST_WAIT, 2 * wait)


async def _done_before(stop: asyncio.Event, work: Coroutine[Any, Any, object]) -> bool:
    """Wait for work to be done, or for the stop, which cancels it; return whether it was done."""
    task, stopped = asyncio.create_task(work), asyncio.create_task(stop.wait())
    await asyncio.wait((task, stopped), return_when=asyncio.FIRST_COMPLETED)
    stopped.cancel()
    if task.done():
        task.result()
        return True
    task.cancel()
    await asyncio.wait((task,))  # the updater's lock is free only then
    return False


async def _until_stopped(stop: asyncio.Event) -> None:
    """Wait for the stop. A token refused in the meantime ends the library's polling for good, so it ends the wait.

    Raises:
        InvalidToken: where the token was revoked.
    """
    stopped, polling = asyncio.create_task(stop.wait()), _polling_tasks()
    await asyncio.wait([stopped, *polling], return_when=asyncio.FIRST_COMPLETED)
    stopped.cancel()
    for task in polling:
        if task.done():
            task.result()


async def _stop_polling(updater: Updater) -> None:
    """Stop fetching. After a failure the library sleeps up to 30 s and does not wake for the stop, so it is woken."""
    stopping = asyncio.create_task(updater.stop())
    if not (await asyncio.wait((stopping,), timeout=_PATIENCE))[0]:
        for task in _polling_tasks():
            task.cancel()
    with contextlib.suppress(TelegramError):  # raised again where polling had ended with it
        await stopping


def _polling_tasks() -> list[asyncio.Task[Any]]:
    return [task for task in asyncio.all_tasks() if task.get_name() == _POLLING_TASK]
