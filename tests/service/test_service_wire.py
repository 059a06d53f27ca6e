"""The service as a process, against a Bot API server on loopback that also delivers to its webhook."""

import asyncio
import json
import pathlib
from typing import Any

import pytest
from pydantic import SecretStr

from botapi import TOKEN, BotApi, Fault
from botapi_methods import BOT, Methods, Parameters
from hooked import PATH, SECRET
from processes import WAIT_SECONDS, service
from telcofacts.channels.telegram import TelegramStartError
from telcofacts.service import delete_webhook, describe_webhook, set_webhook
from telcofacts.service.webhook import SECRET_HEADER
from telcofacts.settings import Settings, SettingsError

ADDRESS = f"https://bot.example.org{PATH}"
QUESTION = "KT 직원은 몇 명이야?"
HEADERS = {SECRET_HEADER: SECRET}


def texts(api: BotApi) -> list[str]:
    return [message["text"] for message in api.bot.messages.values() if message["from"]["id"] == BOT["id"]]


async def test_webhook_service_answers_and_drains(tmp_path: pathlib.Path) -> None:
    hook = {"TELCOFACTS_WEBHOOK_URL": ADDRESS, "TELCOFACTS_WEBHOOK_SECRET": SECRET}
    async with BotApi() as api, service(api, tmp_path, **hook) as running:
        await running.ready()
        await api.bot.say(QUESTION)
        [update] = api.bot.updates
        for _ in range(2):
            assert (await running.client.post(PATH, json=update, headers=HEADERS)).status_code == 200
        await api.wait_for("sendMessage")
        assert "1만8617명" in texts(api)[0]
        metrics = (await running.client.get("/metrics")).text.splitlines()
        assert 'telcofacts_answers_total{outcome="answer"} 1.0' in metrics
        assert 'telcofacts_webhook_deliveries_total{result="repeated"} 1.0' in metrics
        assert "telcofacts_reply_seconds_count 1.0" in metrics
        while 'telcofacts_journal_updates{state="pending"} 0.0' not in (await running.client.get("/metrics")).text:
            await asyncio.sleep(0.01)  # the server has the reply a moment before the journal knows
        # What was acknowledged before the signal is answered after it, also where the server fails at first.
        api.fail("sendMessage", Fault(502), times=2)
        for person in range(200, 210):
            await api.bot.say(QUESTION, person, {"id": person, "is_bot": False, "first_name": "사람"})
        for update in api.bot.updates[1:]:
            assert (await running.client.post(PATH, json=update, headers=HEADERS)).status_code == 200
        assert await running.stop() == 0
        assert len(texts(api)) == 11
        assert not api.made("setWebhook")  # processes never register by themselves
        assert not api.made("getUpdates")
        lines = [json.loads(line) for line in running.log.splitlines()]
        assert {line["update_id"] for line in lines if "update_id" in line} <= {
            item["update_id"] for item in api.bot.updates
        }
        assert any("update_id" in line for line in lines)
        for leak in (TOKEN.partition(":")[2], SECRET, "직원"):
            assert leak not in running.log


async def test_polling_service_is_ready_and_has_metrics(tmp_path: pathlib.Path) -> None:
    async with (
        BotApi() as api,
        service(api, tmp_path, TELCOFACTS_STALL_SECONDS="5", TELCOFACTS_OPERATOR_CHAT="77") as bot,
    ):
        await bot.ready()
        await api.bot.say(QUESTION)
        await api.wait_for("sendMessage")
        metrics = (await bot.client.get("/metrics")).text.splitlines()
        assert "telcofacts_reply_seconds_count 1.0" in metrics
        assert (await bot.client.post(PATH, headers=HEADERS)).status_code == 404
        api.fail("getUpdates", Fault(502), times=6)
        await api.bot.say("다시")
        for _ in range(600):
            if (await bot.client.get("/readyz")).status_code == 503:
                break
            await asyncio.sleep(0.02)
        else:
            raise AssertionError("it stayed ready")
        await api.wait_for("sendMessage", 3)  # two answers and the alert
        assert any("받지 못했습니다" in text for text in texts(api))
        assert (await bot.client.get("/healthz")).status_code == 200
        assert await bot.stop() == 0


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"TELCOFACTS_WEBHOOK_URL": ADDRESS}, "TELCOFACTS_WEBHOOK_SECRET"),
        ({"TELCOFACTS_WEBHOOK_URL": ADDRESS, "TELCOFACTS_WEBHOOK_SECRET": "short"}, "16~256자"),
        ({"TELCOFACTS_WEBHOOK_URL": "http://bot.example.org/telegram/x"}, "TELCOFACTS_WEBHOOK_URL: https://"),
        ({"TELCOFACTS_WEBHOOK_URL": "https://bot.example.org/telegram/../x"}, "TELCOFACTS_WEBHOOK_URL: https://"),
    ],
)
async def test_wrong_settings_end_with_a_message(tmp_path: pathlib.Path, settings: dict[str, str], said: str) -> None:
    async with BotApi() as api, service(api, tmp_path, **settings) as running:
        assert await asyncio.wait_for(running.process.wait(), WAIT_SECONDS) == 1
        assert said in running.log
        assert "Traceback" not in running.log


class Registrar(Methods):
    """Knows what is registered, as Telegram does."""

    async def get_webhook_info(self, _: Parameters) -> Any:
        return {"url": self.webhook, "has_custom_certificate": False, "pending_update_count": 2, "max_connections": 40}


async def test_webhook_is_set_described_and_deleted() -> None:
    async with BotApi() as api:
        api.bot = Registrar()
        settings = Settings(
            telegram_bot_token=SecretStr(TOKEN),
            telegram_api_base=api.address,
            telcofacts_webhook_url=ADDRESS,
            telcofacts_webhook_secret=SecretStr(SECRET),
        )
        assert await asyncio.to_thread(set_webhook, settings) == f"웹훅을 등록했습니다: {ADDRESS}"
        [call] = api.made("setWebhook")
        assert call.parameters["secret_token"] == SECRET
        assert json.loads(call.parameters["allowed_updates"]) == [
            "message", "edited_message", "callback_query", "inline_query",
        ]  # fmt: skip
        said = await asyncio.to_thread(describe_webhook, settings)
        assert said == f"주소: {ADDRESS}\n기다리는 업데이트: 2건\n한꺼번에 여는 연결: 40"
        assert "지웠습니다" in await asyncio.to_thread(delete_webhook, settings)
        assert json.loads(api.made("deleteWebhook")[0].parameters.get("drop_pending_updates", "false")) is False
        assert "등록되지 않음" in await asyncio.to_thread(describe_webhook, settings)
        api.token = "1:revoked"
        with pytest.raises(TelegramStartError, match="이 토큰을 받지 않습니다"):
            await asyncio.to_thread(describe_webhook, settings)


def test_webhook_needs_an_address_and_a_secret() -> None:
    with pytest.raises(TelegramStartError, match="TELCOFACTS_WEBHOOK_URL이 없습니다"):
        set_webhook(Settings(telegram_bot_token=SecretStr(TOKEN)))
    with pytest.raises(SettingsError, match="TELCOFACTS_WEBHOOK_SECRET"):
        set_webhook(Settings(telegram_bot_token=SecretStr(TOKEN), telcofacts_webhook_url=ADDRESS))
