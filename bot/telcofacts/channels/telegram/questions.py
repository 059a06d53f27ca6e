"""Messages: questions as text, and what is no text."""

from telegram import MessageEntity, Update
from telegram.ext import ContextTypes

from telcofacts.answering.conversation import Conversation
from telcofacts.channels.telegram.addressing import question_of
from telcofacts.channels.telegram.desk import Desk, asked
from telcofacts.channels.telegram.memory import Recent


class Questions:
    """Answers messages."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._albums: Recent[tuple[int, int | str], int] = Recent()
        """The message of each album that was answered as its question."""

    async def on_text(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer a question; an edited one anew, as if nothing had been said before: it must not follow itself up."""
        message = update.effective_message
        assert message
        question = question_of(message)
        conversation = None if update.edited_message else await self._desk.conversation(update)
        reply = self._desk.replies(update).to_question(question, conversation or Conversation())
        await self._desk.reply(message, reply)
        await self._desk.keep(update, reply, conversation, question=question)

    async def on_nothing(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Let pass what is not for the bot."""

    async def on_other(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Take a caption for the question; say of anything else that only text is read.

        An album comes as one message a picture, its caption on any of them: it gets one reply, to the first caption.
        """
        message = update.effective_message
        assert message
        if message.caption and message.parse_caption_entities([MessageEntity.BOT_COMMAND]):
            # A command under a picture does not come as one: whoever reports with a screenshot is told how to.
            replies = self._desk.replies(update)
            await self._desk.reply(message, replies.plain(replies.texts.how_to_report))
        elif message.caption:
            if message.media_group_id:
                answered = self._albums.get(asked(message))
                if answered is not None and answered != message.message_id:
                    return
                self._albums[asked(message)] = message.message_id
            await self.on_text(update, context)
        elif not update.edited_message and not (message.media_group_id and self._desk.is_answered(message)):
            # Edits without a caption are not the person's: a live location sends one every few seconds.
            await self._desk.reply(
                message, self._desk.replies(update).plain(self._desk.replies(update).messages.only_text)
            )
