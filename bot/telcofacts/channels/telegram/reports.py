"""What people say is wrong with an answer: /report."""

from telegram import Update
from telegram.ext import ContextTypes

from telcofacts.channels.telegram.desk import Asked, Desk, asked
from telcofacts.channels.telegram.memory import Recent


class Reports:
    """Keeps corrections for the curators."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._kept: Recent[Asked, tuple[str | None, str]] = Recent()
        """Of each message with a report: the fact that it is about, and what it said before it was edited."""

    async def on_report(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Keep what somebody says is wrong with the fact meant; an edited report takes the place of what it was."""
        message = update.effective_message
        assert message
        replies, note = self._desk.replies(update), " ".join(context.args or ())
        if not self._desk.keeping.takes_feedback:
            reply = replies.plain(replies.texts.takes_no_reports)
        elif not note:
            reply = replies.plain(replies.texts.how_to_report)
        else:
            fact_id, before = self._kept.get(asked(message)) or (None, None)
            if not update.edited_message:
                fact_id = self._desk.fact_meant(update, await self._desk.conversation(update))
            kept = await self._desk.keeping.feedback(update, fact_id, "correction", note, instead_of=before)
            if kept:
                self._kept[asked(message)] = fact_id, note
            reply = replies.reported(fact_id) if kept else replies.plain(replies.texts.not_reported)
        await self._desk.reply(message, reply)
