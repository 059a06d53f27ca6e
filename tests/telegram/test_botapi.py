"""The loopback server is as strict as Telegram where the bot could go wrong."""

from typing import Any

import httpx
import pytest

from botapi import TOKEN, BotApi, Fault
from botapi_markup import Refused, check_keyboard, parse_html


@pytest.mark.parametrize(
    ("markup", "text", "kinds"),
    [
        ("plain", "plain", []),
        ("<b>A</b> &lt;&amp;&#x27;", "A <&'", ["bold"]),
        ('<a href="https://a.kr/?b=1&amp;c=2">링크</a>', "링크", ["text_link"]),
        ("<b>🤖<i>B</i></b>", "🤖B", ["bold", "italic"]),
        ("&nbsp; &copy;", "&nbsp; &copy;", []),
        ("<blockquote expandable>Q</blockquote>", "Q", ["blockquote"]),
    ],
)
def test_html_is_parsed(markup: str, text: str, kinds: list[str]) -> None:
    parsed = parse_html(markup)
    assert parsed.text == text
    assert [entity["type"] for entity in parsed.entities] == kinds


@pytest.mark.parametrize(
    "markup",
    ["<b>A", "A</b>", "<b><i>A</b></i>", "<p>A</p>", "A<br>B", "1 < 2", '<b class="x">A</b>', "<span>A</span>"],
)
def test_bad_html_is_refused(markup: str) -> None:
    with pytest.raises(Refused, match="can't parse entities"):
        parse_html(markup)


@pytest.mark.parametrize(
    "button",
    [
        {"text": "A", "callback_data": "가" * 22},
        {"text": "A", "callback_data": ""},
        {"text": "", "callback_data": "a"},
        {"text": "A"},
        {"text": "A", "callback_data": "a", "url": "https://a.kr"},
    ],
)
def test_bad_buttons_are_refused(button: dict[str, str]) -> None:
    with pytest.raises(Refused):
        check_keyboard({"inline_keyboard": [[button]]})
    assert check_keyboard({"inline_keyboard": [[{"text": "A", "callback_data": "가" * 21}]]})


async def call(api: BotApi, method: str, token: str = TOKEN, **parameters: Any) -> dict[str, Any]:
    async with httpx.AsyncClient(trust_env=False) as client:
        answer: dict[str, Any] = (await client.post(f"{api.address}/bot{token}/{method}", json=parameters)).json()
        return answer


@pytest.mark.parametrize(
    ("method", "parameters", "refusal"),
    [
        ("sendMessage", {"chat_id": 77, "text": "가" * 4097}, "message is too long"),
        ("sendMessage", {"chat_id": 77, "text": "<b></b>", "parse_mode": "HTML"}, "message text is empty"),
        ("sendMessage", {"chat_id": 5, "text": "a"}, "chat not found"),
        ("sendMessage", {"chat_id": 77, "text": "a", "reply_parameters": {"message_id": 1}}, "to be replied not found"),
        ("editMessageText", {"chat_id": 77, "message_id": 1, "text": "a"}, "message to edit not found"),
        ("editMessageText", {"chat_id": 77, "message_id": 1001, "text": "a"}, "can't be edited"),
        ("answerCallbackQuery", {"callback_query_id": "x"}, "query is too old"),
        ("answerInlineQuery", {"inline_query_id": "x", "results": [{"id": str(i)} for i in range(51)]}, "TOO_MUCH"),
        ("answerInlineQuery", {"inline_query_id": "x", "results": [{"id": "1"}, {"id": "1"}]}, "DUPLICATE"),
        ("setWebhook", {"url": "http://a.kr"}, "HTTPS URL"),
        ("setMyCommands", {"commands": [{"command": "한글", "description": "x"}]}, "COMMAND_INVALID"),
        ("noSuchMethod", {}, "Not Found"),
    ],
)
async def test_bad_requests_are_refused(method: str, parameters: dict[str, Any], refusal: str) -> None:
    async with BotApi() as api:
        await api.bot.say("hello")
        assert refusal in (await call(api, method, **parameters))["description"]


async def test_updates_are_confirmed_by_the_next_offset() -> None:
    async with BotApi() as api:
        await api.bot.say("one")
        await api.bot.say("two")
        first = (await call(api, "getUpdates"))["result"]
        assert [update["message"]["text"] for update in first] == ["one", "two"]
        again = (await call(api, "getUpdates", offset=first[0]["update_id"] + 1))["result"]
        assert [update["message"]["text"] for update in again] == ["two"]
        assert (await call(api, "getUpdates", offset=first[1]["update_id"] + 1))["result"] == []
        assert (await call(api, "setWebhook", url="https://a.kr"))["ok"]
        assert (await call(api, "getUpdates"))["error_code"] == 409
        assert (await call(api, "getMe", token="1:x"))["error_code"] == 401


async def test_faults_happen_on_demand() -> None:
    async with BotApi() as api:
        await api.bot.say("one")
        api.fail("sendMessage", Fault(429, retry_after=3))
        api.fail("sendMessage", Fault(0, carried_out=True))
        assert (await call(api, "sendMessage", chat_id=77, text="a"))["parameters"] == {"retry_after": 3}
        with pytest.raises(httpx.RemoteProtocolError):
            await call(api, "sendMessage", chat_id=77, text="b")
        assert [made.code for made in api.calls] == [429, 0]
        assert (77, 1002) in api.bot.messages
