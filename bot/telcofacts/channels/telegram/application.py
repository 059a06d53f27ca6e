"""An application of our own: rate limits, order, timeouts, error log."""

from typing import Any, Final

from telegram import Update
from telegram.ext import AIORateLimiter, Application
from telegram.request import BaseRequest

from telcofacts.answering.answerer import Answerer
from telcofacts.channels.telegram.errors import log_error
from telcofacts.channels.telegram.handlers import add_handlers
from telcofacts.channels.telegram.keeping import Keeping
from telcofacts.channels.telegram.processor import PerChatProcessor
from telcofacts.channels.telegram.redaction import install_redaction
from telcofacts.channels.telegram.starting import require_token
from telcofacts.settings import Settings

ALLOWED_UPDATES: Final = [Update.MESSAGE, Update.EDITED_MESSAGE, Update.CALLBACK_QUERY, Update.INLINE_QUERY]
MAX_RETRIES: Final = 3
"""Times that a request is made again after a 429, each after the wait that Telegram asks for."""
CONNECT_SECONDS: Final = 10.0
READ_SECONDS: Final = 20.0
"""The library's 5 s give up on sends that Telegram carries out a moment later."""


def build_application(
    settings: Settings, answerer: Answerer, *, request: BaseRequest | None = None, keeping: Keeping | None = None
) -> Application[Any, Any, Any, Any, Any, Any]:
    """Build an application that serves the bot and nothing else; it is neither initialised nor started.

    Args:
        settings: the operator's settings.
        answerer: what answers.
        request: how requests are made; over HTTP where omitted.
        keeping: what is kept beyond the process; nothing where omitted.

    Raises:
        TelegramStartError: where no token is set.
        SettingsError: where the token is not of Telegram's form.
    """
    token = require_token(settings)
    install_redaction(token)
    builder = (
        Application.builder()
        .token(token)
        .base_url(f"{settings.telegram_api_base}/bot")
        .base_file_url(f"{settings.telegram_api_base}/file/bot")
        .rate_limiter(AIORateLimiter(settings.telcofacts_messages_per_second, max_retries=MAX_RETRIES))
        .concurrent_updates(PerChatProcessor(settings.telcofacts_concurrent_updates))
        .job_queue(None)
    )
    if request is None:
        builder = builder.connect_timeout(CONNECT_SECONDS).read_timeout(READ_SECONDS)
        builder = builder.get_updates_connect_timeout(CONNECT_SECONDS)
    else:
        builder = builder.request(request).get_updates_request(request)
    application = builder.build()
    minutes = settings.telcofacts_conversation_minutes
    add_handlers(application, answerer, catch_all=True, conversation_minutes=minutes, keeping=keeping)
    application.add_error_handler(log_error)
    return application
