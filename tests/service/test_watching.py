"""Readiness, metrics, logs and the watchdog."""

import asyncio
import io
import json
import logging
import pathlib
import sys
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
from pydantic import SecretStr
from telegram.error import NetworkError

from telcofacts.service.health import Health
from telcofacts.service.listening import ServiceStartError, listening
from telcofacts.service.logs import UPDATE_ID, configure_logs
from telcofacts.service.metrics import Metrics
from telcofacts.service.operator import Operator
from telcofacts.service.watchdog import PollingWatch, Watchdog
from telcofacts.service.web import Watchpoint, web_application
from telcofacts.settings import Settings
from telcofacts.storage import Journal, Storage

TOKEN = "123456789:AAEabcdefghijklmnopqrstuvwxyz_012345"


def watchpoint(health: Health, metrics: Metrics, journal: Journal) -> Watchpoint:
    answerer: Any = SimpleNamespace(base=SimpleNamespace(version="abc", facts={"a": 1, "b": 2}))
    return Watchpoint(answerer, health, metrics, journal)


async def test_readiness_names_the_part_that_is_not_well(journal: Journal) -> None:
    problems: dict[str, str | None] = {"base": None, "database": None}
    health, metrics = Health(), Metrics()
    for part in problems:
        health.watch(part, lambda part=part: problems[part])  # type: ignore[misc]
    web = web_application(watchpoint(health, metrics, journal).routes())
    async with (
        listening(web, "127.0.0.1", 0) as port,
        httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client,
    ):
        ready = await client.get("/readyz")
        assert (ready.status_code, ready.json()["ready"]) == (200, True)
        problems["database"] = "적을 수 없습니다"
        unready = await client.get("/readyz")
        assert unready.status_code == 503
        assert unready.json() == {
            "ready": False,
            "parts": {"base": {"ok": True}, "database": {"ok": False, "problem": "적을 수 없습니다"}},
        }
        assert (await client.get("/healthz")).status_code == 200
        metrics.response(429)
        metrics.response(None)
        text = (await client.get("/metrics")).text
        for line in (
            'telcofacts_answers_total{outcome="fallback"} 0.0',
            "telcofacts_telegram_too_many_requests_total 1.0",
            'telcofacts_telegram_responses_total{status="none"} 1.0',
            'telcofacts_base_info{version="abc"} 1.0',
            "telcofacts_base_facts 2.0",
            'telcofacts_journal_updates{state="pending"} 0.0',
            "telcofacts_queue_age_seconds 0.0",
            'telcofacts_ready{part="database"} 0.0',
        ):
            assert line in text.splitlines()
        assert (await client.post("/metrics")).status_code == 405
        assert (await client.get("/telegram/x")).status_code == 404


async def test_metrics_are_there_while_the_database_is_not(tmp_path: pathlib.Path) -> None:
    gone = Storage.open(Settings(telcofacts_data_dir=tmp_path))
    gone.close()
    web = web_application(watchpoint(Health(), Metrics(), gone.journal(1)).routes())
    async with listening(web, "127.0.0.1", 0) as port, httpx.AsyncClient(trust_env=False) as client:
        assert (await client.get(f"http://127.0.0.1:{port}/metrics")).status_code == 200


async def test_port_in_use_is_named() -> None:
    web = web_application([])
    async with listening(web, "127.0.0.1", 0) as port:
        with pytest.raises(ServiceStartError, match=rf"127\.0\.0\.1:{port}을\(를\) 열 수 없습니다"):
            async with listening(web, "127.0.0.1", port):
                pass


def logged(form: str, write: Any) -> str:
    stream = io.StringIO()
    configure_logs(Settings(telegram_bot_token=SecretStr(TOKEN), telcofacts_log_format=form), stream)
    write(logging.getLogger("telcofacts.x"))
    return stream.getvalue()


def test_json_log_has_the_update_and_no_token() -> None:
    def write(log: logging.Logger) -> None:
        context = UPDATE_ID.set(41)
        try:
            raise ValueError(f"https://x/bot{TOKEN}/getMe")  # noqa: TRY301
        except ValueError:
            log.exception("실패: %s\nINFO 가짜 줄", TOKEN)
        UPDATE_ID.reset(context)
        log.debug("안 보임")

    lines = logged("json", write).splitlines()
    assert len(lines) == 1
    record = json.loads(lines[0])
    assert (record["level"], record["logger"], record["update_id"]) == ("error", "telcofacts.x", 41)
    assert record["message"] == "실패: <token>\nINFO 가짜 줄"
    assert "ValueError" in record["error"]
    assert TOKEN.partition(":")[2] not in lines[0]


def test_text_log_cannot_be_forged_by_a_line_break() -> None:
    text = logged("text", lambda log: log.info("하나\n2026-01-01 INFO 가짜"))
    assert text.splitlines()[1] == "  2026-01-01 INFO 가짜"


class Telegram:
    """An application whose polling can be stopped, and which records what it sends."""

    def __init__(self) -> None:
        self.running = True
        self.updater = SimpleNamespace(running=True)
        self.bot = self
        self.sent: list[str] = []
        self.failures = 1

    async def send_message(self, chat_id: int, text: str) -> None:
        assert chat_id == 99
        if self.failures:
            self.failures -= 1
            raise NetworkError("away")
        self.sent.append(text)


async def eventually(condition: Any) -> None:
    for _ in range(200):
        if condition():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it did not happen")


async def test_watchdog_tells_the_operator_when_polling_stops_and_goes_on() -> None:
    application: Any = Telegram()
    request: Any = SimpleNamespace(last_fetch=None)
    now = 100.0
    stop = asyncio.Event()
    watch = PollingWatch(application, request, stop, 60, clock=lambda: now)
    assert watch.problem() == "아직 텔레그램에서 업데이트를 받지 못했습니다"
    request.last_fetch = 100.0
    assert watch.problem() is None
    task = asyncio.create_task(Watchdog(watch, Operator(application, 99), tick_seconds=0.01).run())
    now = 170.0
    await eventually(lambda: application.sent)
    request.last_fetch = 170.0
    await eventually(lambda: len(application.sent) == 2)
    application.updater.running = False
    await eventually(lambda: len(application.sent) == 3)
    task.cancel()
    assert application.sent == [
        "텔레그램 봇: 70초째 업데이트를 받지 못했습니다",
        "텔레그램 봇: 다시 업데이트를 받습니다",
        "텔레그램 봇: 폴링이 멈췄습니다",
    ]
    application.running = False
    assert watch.problem() == "끝내는 중입니다"


async def test_a_stop_that_was_asked_for_alarms_nobody() -> None:
    application: Any = Telegram()
    request: Any = SimpleNamespace(last_fetch=100.0)
    stop = asyncio.Event()
    watch = PollingWatch(application, request, stop, 60, clock=lambda: 100.0)
    task = asyncio.create_task(Watchdog(watch, Operator(application, 99), tick_seconds=0.001).run())
    stop.set()
    application.updater.running = False  # stopped, while the application still answers what was fetched
    await asyncio.sleep(0.05)
    task.cancel()
    assert (application.sent, watch.problem()) == ([], "끝내는 중입니다")


def test_probe_asks_what_the_service_listens_on(monkeypatch: pytest.MonkeyPatch) -> None:
    from telcofacts.service import probe

    monkeypatch.setenv("TELCOFACTS_LISTEN_HOST", "0.0.0.0")
    monkeypatch.setenv("TELCOFACTS_WEBHOOK_PORT", "1")
    monkeypatch.delenv("TELCOFACTS_HEALTH_PORT", raising=False)
    assert (probe.host(), probe.port()) == ("127.0.0.1", 1)
    monkeypatch.setattr(sys, "argv", ["probe"])
    assert probe.main() == 1
