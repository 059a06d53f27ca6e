"""Buttons."""

from telegram import Update
from telegram.ext import ContextTypes

from telcofacts.answering.conversation import Conversation
from telcofacts.channels.telegram.buttons import Button
from telcofacts.channels.telegram.desk import Desk
from telcofacts.channels.telegram.guard import answer_press
from telcofacts.channels.telegram.replies import Reply
from telcofacts.channels.telegram.sending import edit


class Presses:
    """Answers pressed buttons."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def on_press(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Show a fact as a new reply, a list in the place of the one before; call an unknown button old."""
        query = update.callback_query
        assert query
        replies = self._desk.replies(update)
        if query.message is None:
            await answer_press(update, replies.messages.expired_button)
            return
        await answer_press(update)
        button = Button.parse(query.data or "")
        turned = self._list(update, button) if button else None
        if turned:
            await edit(query.get_bot(), query.message, turned)
        else:
            conversation = await self._desk.conversation(update)
            reply = self._said(update, button, conversation)
            await self._desk.follow(query.message, reply)
            await self._desk.keep(update, reply, conversation)

    def _said(self, update: Update, button: Button | None, conversation: Conversation) -> Reply:
        replies = self._desk.replies(update)
        if button and button.action == "fact":
            return replies.fact(button.id, conversation)
        if button and button.action == "example":
            return replies.example(button.number, conversation)
        return replies.plain(replies.messages.expired_button)

    def _list(self, update: Update, button: Button) -> Reply | None:
        lists = self._desk.lists(update)
        match button.action:
            case "topics":
                return lists.topics(button.number)
            case "topic":
                return lists.topic(button.id, button.number)
            case "sources":
                return lists.sources(button.number)
            case _:
                return None
