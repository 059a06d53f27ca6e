"""The operator's chat: told what no log reader should have to look for."""

import logging
from typing import Any

from telegram.constants import MessageLimit
from telegram.error import TelegramError
from telegram.ext import Application

_LOG = logging.getLogger(__name__)


class Operator:
    """The operator, where the settings name a chat; else nobody.

    Args:
        application: whose bot speaks.
        chat: the chat's number.
    """

    def __init__(self, application: Application[Any, Any, Any, Any, Any, Any], chat: int | None) -> None:
        self._application = application
        self._chat = chat

    async def tell(self, text: str) -> bool:
        """Tell the operator, as much as one message holds; return whether there is nothing left to tell."""
        if self._chat is None:
            return True
        try:
            await self._application.bot.send_message(self._chat, text[: MessageLimit.MAX_TEXT_LENGTH])
        except TelegramError as error:
            _LOG.debug("운영자에게 알리지 못했습니다: %s", error)
            return False
        return True
