"""Tell Telegram where the webhook is: a step of the deployment, once, however many processes serve it."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final, TypeVar

from telegram import Bot, WebhookInfo
from telegram.error import InvalidToken, TelegramError
from telegram.request import HTTPXRequest

from telcofacts.channels.telegram import ALLOWED_UPDATES, TelegramStartError, install_redaction
from telcofacts.channels.telegram.starting import REFUSED, require_token
from telcofacts.settings import Settings
from telcofacts.text.dates import SEOUL

CONNECTIONS: Final = 40
NO_ADDRESS = (
    "TELCOFACTS_WEBHOOK_URL이 없습니다. 텔레그램이 부를 공개 주소를 "
    "TELCOFACTS_WEBHOOK_URL=https://bot.example.org/telegram/7f3c9a 처럼 넣어 주세요."
)

T = TypeVar("T")


def set_webhook(settings: Settings) -> str:
    """Register the webhook's address and secret; updates that wait at Telegram are kept.

    Returns:
        What to tell the operator.

    Raises:
        TelegramStartError: where a setting is missing or Telegram refuses it.
        SettingsError: where a setting has a value that cannot be used.
    """
    address = settings.telcofacts_webhook_url
    if address is None:
        raise TelegramStartError(NO_ADDRESS)
    secret = settings.webhook_secret()
    _call(
        settings,
        lambda bot: bot.set_webhook(
            address, secret_token=secret, allowed_updates=ALLOWED_UPDATES, max_connections=CONNECTIONS
        ),
    )
    return f"웹훅을 등록했습니다: {address}"


def delete_webhook(settings: Settings) -> str:
    """Take the registration back, so that polling is possible; updates that wait at Telegram are kept.

    Returns:
        What to tell the operator.

    Raises:
        TelegramStartError: where there is no token or Telegram refuses the request.
    """
    _call(settings, lambda bot: bot.delete_webhook(drop_pending_updates=False))
    return "웹훅 등록을 지웠습니다. 이제 폴링으로 띄울 수 있습니다."


def describe_webhook(settings: Settings) -> str:
    """Return what Telegram knows of the webhook, one thing a line.

    Raises:
        TelegramStartError: where there is no token or Telegram refuses the request.
    """
    return _describe(_call(settings, lambda bot: bot.get_webhook_info()), settings.telcofacts_webhook_url)


def _describe(info: WebhookInfo, expected: str | None) -> str:
    lines = [f"주소: {info.url or '등록되지 않음'}"]
    if info.url and expected and info.url != expected:
        lines.append(f"주의: 설정의 주소와 다릅니다({expected})")
    lines.append(f"기다리는 업데이트: {info.pending_update_count}건")
    if info.max_connections:
        lines.append(f"한꺼번에 여는 연결: {info.max_connections}")
    if info.last_error_date:
        when = info.last_error_date.astimezone(SEOUL).strftime("%Y-%m-%d %H:%M:%S")
        lines.append(f"마지막 오류: {when} {info.last_error_message or ''}".rstrip())
    return "\n".join(lines)


def _call(settings: Settings, request: Callable[[Bot], Awaitable[T]]) -> T:
    token = require_token(settings)
    install_redaction(token)

    async def call() -> T:
        bot = Bot(
            token,
            base_url=f"{settings.telegram_api_base}/bot",
            base_file_url=f"{settings.telegram_api_base}/file/bot",
            request=HTTPXRequest(connect_timeout=10, read_timeout=20),
        )
        async with bot:
            return await request(bot)

    try:
        return asyncio.run(call())
    except InvalidToken:
        raise TelegramStartError(REFUSED) from None
    except TelegramError as error:
        raise TelegramStartError(f"텔레그램이 요청을 받지 않았습니다: {error}") from None
