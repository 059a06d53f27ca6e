"""Run the bot as a service: by webhook or by polling, with health, readiness and metrics, until told to stop."""

import asyncio
import contextlib
import logging
import os
import sys
from collections.abc import AsyncIterator

from starlette.applications import Starlette
from telegram.error import InvalidToken

from telcofacts.answering.answerer import Answerer
from telcofacts.channels.telegram import Keeping, TelegramStartError, build_application, polling, publish_commands
from telcofacts.channels.telegram.errors import PollingReporter
from telcofacts.channels.telegram.starting import REFUSED, require_token
from telcofacts.channels.telegram.stopping import drain
from telcofacts.knowledge.loading import Location
from telcofacts.service.answers import CountedAnswerer
from telcofacts.service.fetching import Batch
from telcofacts.service.health import Health
from telcofacts.service.intake import Intake, JournalledQueue, install_queue
from telcofacts.service.listening import listening
from telcofacts.service.logs import configure_logs
from telcofacts.service.metrics import Metrics
from telcofacts.service.operator import Operator
from telcofacts.service.reloading import Reloader
from telcofacts.service.requesting import MeasuredRequest
from telcofacts.service.tracking import Tracker
from telcofacts.service.watchdog import PollingWatch, Watchdog
from telcofacts.service.web import Watchpoint, web_application
from telcofacts.service.webhook import Webhook
from telcofacts.settings import Settings
from telcofacts.storage import Journal, Storage

if sys.platform == "win32":
    from asyncio import new_event_loop
else:
    from uvloop import new_event_loop  # less processor time for the same work

_LOG = logging.getLogger(__name__)


def run_service(settings: Settings, answerer: Answerer, storage: Storage, location: Location | None = None) -> None:
    """Serve Telegram until SIGTERM or SIGINT: by webhook where its address is set, else by polling.

    Then the updates already taken are answered within the time that the settings give; the next start answers the rest.

    Args:
        settings: the operator's settings.
        answerer: what answers.
        storage: what outlives the process; the caller closes it.
        location: where the answerer's base was read, and is read again; where omitted it is never.

    Raises:
        TelegramStartError: where a setting is missing, or Telegram refuses the token.
        ServiceStartError: where a port cannot be listened on.
        SettingsError: where a setting has a value that cannot be used.
    """
    configure_logs(settings)
    os.environ.setdefault("PTB_TIMEDELTA", "true")  # without it the library warns at every 429
    token = require_token(settings)
    service = _Service(settings, answerer, storage, storage.journal(int(token.partition(":")[0])), location)
    try:
        with asyncio.Runner(loop_factory=new_event_loop) as runner:
            runner.run(service.webhook() if settings.telcofacts_webhook_url else service.polling())
    except InvalidToken:
        raise TelegramStartError(REFUSED) from None


class _Service:
    """One process of the bot and what watches over it."""

    def __init__(
        self, settings: Settings, answerer: Answerer, storage: Storage, journal: Journal, location: Location | None
    ) -> None:
        self._settings = settings
        self._storage = storage
        self._journal = journal
        self._keeping = Keeping(storage, journal)
        self._health = Health()
        self._metrics = Metrics()
        self._answerer = CountedAnswerer(answerer, self._metrics)
        self._request = MeasuredRequest(self._metrics, fetched=self._write_ahead)
        self._application = build_application(settings, self._answerer, request=self._request, keeping=self._keeping)
        self._queue: JournalledQueue = install_queue(self._application, journal)
        self._metrics.observe_base(answerer.base)
        self._operator = Operator(self._application, settings.telcofacts_operator_chat)
        self._location = location
        Tracker(self._metrics, self._queue).install(self._application)
        self._is_warm = False
        self._health.watch("base", lambda: None if self._answerer.base.facts else "사실 자료가 비었습니다")
        self._health.watch("database", lambda: None if journal.healthy else "데이터베이스에 적을 수 없습니다")
        self._health.watch("matcher", lambda: None if self._is_warm else "아직 데우는 중입니다")
        self._health.watch("updates", lambda: "아직 시작하는 중입니다")

    async def webhook(self) -> None:
        """Serve by webhook until the signal."""
        settings, stop = self._settings, polling.stop_on_signals()
        address = settings.telcofacts_webhook_url
        assert address
        intake = Intake(self._queue)
        path = address.rpartition("/")[2]
        hook = Webhook(self._application.bot, path, settings.webhook_secret(), intake, self._metrics)
        watchpoint = self._watchpoint().routes()
        apart = settings.telcofacts_health_port
        await self._warm_up()
        async with contextlib.AsyncExitStack() as stack:
            # Where the health routes have a port of their own they are there first and last.
            if apart:
                await stack.enter_async_context(self._listening(web_application(watchpoint), apart))
            stack.push_async_callback(self._request.shutdown)  # also where Telegram was never reached
            if not await polling.initialise(self._application, stop, PollingReporter()):
                return
            stack.push_async_callback(self._application.shutdown)
            await stack.enter_async_context(self._replaying())
            await self._application.start()
            stack.push_async_callback(drain, self._application, self._keeping, settings.telcofacts_stop_seconds)
            self._health.watch("updates", lambda: "끝내는 중입니다" if stop.is_set() else None)
            menus = asyncio.create_task(publish_commands(self._application.bot))
            stack.callback(menus.cancel)
            self._reload_during(stack)
            web = web_application([] if apart else watchpoint, hook)
            stack.push_async_callback(intake.close, 1.0)
            await stack.enter_async_context(self._listening(web, settings.telcofacts_webhook_port))
            _LOG.info("@%s: 웹훅으로 메시지를 받기 시작했습니다", self._application.bot.username)
            await stop.wait()
            _LOG.info("멈춥니다. 받아 둔 메시지에 답하는 중입니다")

    async def polling(self) -> None:
        """Serve by polling until the signal."""
        settings, stop = self._settings, polling.stop_on_signals()
        watch = PollingWatch(self._application, self._request, stop, settings.telcofacts_stall_seconds)
        self._health.watch("updates", watch.problem)
        await self._warm_up()
        async with contextlib.AsyncExitStack() as stack:
            if port := settings.telcofacts_health_port:
                await stack.enter_async_context(self._listening(web_application(self._watchpoint().routes()), port))
            task = asyncio.create_task(Watchdog(watch, self._operator).run())
            stack.callback(task.cancel)
            self._reload_during(stack)
            await stack.enter_async_context(self._replaying())
            await polling.serve(self._application, self._keeping, stop, settings.telcofacts_stop_seconds)

    def _write_ahead(self, batch: Batch) -> None:
        """Have a fetched batch written down; not the one that the library asks for at its end, and puts nowhere."""
        updater = self._application.updater
        if updater and updater.running:
            self._queue.write_ahead(batch)

    def _reload_during(self, stack: contextlib.AsyncExitStack) -> None:
        if self._location is None:
            return
        watch, cache = self._settings.telcofacts_watch_seconds, self._settings.cache_folder()
        reloader = Reloader(self._location, self._answerer, self._metrics, self._operator, watch, cache)
        task = asyncio.create_task(reloader.run())
        stack.callback(task.cancel)

    async def _warm_up(self) -> None:
        """Answer a question before anybody asks: the first one loads the morpheme model."""
        fact = next(iter(self._answerer.base.facts.values()))
        question = fact.questions[0] if fact.questions else fact.statement
        # The matcher is asked, not the answerer: this is no answer to be counted.
        await asyncio.to_thread(lambda: self._answerer.matcher.rank(self._answerer.matcher.read(question)))
        self._is_warm = True

    def _replaying(self) -> contextlib.AbstractAsyncContextManager[None]:
        """Queue what the journal hands out: what was left, at once, and what becomes due, until the last reply."""
        return self._storage.serving(self._journal, lambda payload: self._queue.replay(payload, self._application.bot))

    def _watchpoint(self) -> Watchpoint:
        return Watchpoint(self._answerer, self._health, self._metrics, self._journal)

    @contextlib.asynccontextmanager
    async def _listening(self, web: Starlette, port: int) -> AsyncIterator[None]:
        async with listening(web, self._settings.telcofacts_listen_host, port):
            yield
