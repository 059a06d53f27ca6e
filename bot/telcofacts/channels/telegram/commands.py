"""The commands, and the menu that lists them."""

import logging

from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeDefault,
    Update,
)
from telegram.error import TelegramError
from telegram.ext import ContextTypes

from telcofacts.channels.telegram import texts
from telcofacts.channels.telegram.desk import Desk
from telcofacts.channels.telegram.inline import START_PARAMETER
from telcofacts.channels.telegram.replies import Reply

_LOG = logging.getLogger(__name__)
_IN_GROUPS = ("topics", "sources", "report", "help")
_PERSONAL = ("privacy", "forget_me")
_SCOPES: tuple[tuple[BotCommandScope, tuple[str, ...]], ...] = (
    (BotCommandScopeDefault(), ("start", *_IN_GROUPS, *_PERSONAL)),
    (BotCommandScopeAllPrivateChats(), ("start", *_IN_GROUPS, *_PERSONAL)),
    (BotCommandScopeAllGroupChats(), _IN_GROUPS),
)


class Commands:
    """Answers commands."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def start(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Greet; with a fact's id behind the command (a deep link), show that fact."""
        fact_id = context.args[0] if context.args else ""
        replies = self._desk.replies(update)
        if fact_id and fact_id != START_PARAMETER:
            conversation = await self._desk.conversation(update)
            reply = replies.fact(fact_id, conversation)
            await self._reply(update, reply)
            await self._desk.keep(update, reply, conversation)
        else:
            await self._reply(update, replies.start())

    async def help(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Say how to use the bot."""
        await self._reply(update, self._desk.replies(update).help())

    async def topics(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """List the topics."""
        await self._reply(update, self._desk.lists(update).topics())

    async def sources(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """List the articles."""
        await self._reply(update, self._desk.lists(update).sources())

    async def privacy(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Say what is kept of people."""
        await self._reply(update, self._desk.replies(update).privacy(self._desk.keeping.retention_days))

    async def forget_me(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Delete what is kept of whoever asks; say so when it is deleted."""
        await self._desk.forget(update)
        replies = self._desk.replies(update)
        await self._reply(update, replies.plain(replies.texts.forgotten))

    async def _reply(self, update: Update, reply: Reply) -> None:
        assert update.effective_message
        await self._desk.reply(update.effective_message, reply)


async def publish_commands(bot: Bot) -> None:
    """Tell Telegram the command menus: Korean for all, English for clients set to English. Failure is not fatal."""
    for scope, names in _SCOPES:
        for code, said in ((None, texts.KO), ("en", texts.EN)):
            menu = [BotCommand(name, said.commands[name]) for name in names]
            try:
                await bot.set_my_commands(menu, scope=scope, language_code=code)
            except TelegramError as error:  # an older Bot API server answers 404, which surfaces as InvalidToken
                _LOG.warning("명령 목록을 등록하지 못했습니다(봇은 그대로 돕니다): %s", error)
                return
