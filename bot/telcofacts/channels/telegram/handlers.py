"""Which update goes to whom."""

from collections.abc import Collection
from typing import Any

from telegram import Update
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    CommandHandler,
    InlineQueryHandler,
    MessageHandler,
    TypeHandler,
    filters,
)

from telcofacts.answering.answerer import Answerer
from telcofacts.channels.telegram.addressing import FOR_BOT, NAMED_COMMAND, ONE_MESSAGE
from telcofacts.channels.telegram.buttons import PREFIX
from telcofacts.channels.telegram.commands import Commands
from telcofacts.channels.telegram.desk import Desk
from telcofacts.channels.telegram.guard import guarded
from telcofacts.channels.telegram.inline import InlineQueries
from telcofacts.channels.telegram.keeping import Keeping
from telcofacts.channels.telegram.presses import Presses
from telcofacts.channels.telegram.questions import Questions
from telcofacts.channels.telegram.reports import Reports

COMMANDS = ("start", "help", "topics", "sources", "report", "privacy", "forget_me")
_CONVERSATION_MINUTES = 15.0


def add_handlers(
    application: Application[Any, Any, Any, Any, Any, Any],
    answerer: Answerer,
    *,
    group: int = 0,
    commands: Collection[str] = COMMANDS,
    inline: bool = True,
    catch_all: bool = False,
    conversation_minutes: float = _CONVERSATION_MINUTES,
    keeping: Keeping | None = None,
) -> None:
    """Add the bot to an application.

    In a host application, add it after the host's own handlers: of a group the first that fits takes an update.
    Its buttons begin with "tf:", so it leaves the host's alone. Errors are raised to the host's error handlers; the
    person has been told by then.

    Args:
        application: the application, whoever built it.
        answerer: what answers.
        group: the handler group.
        commands: the commands to answer; leave out those that the host answers itself. Without `start` there are no
            deep links to facts.
        inline: whether to answer inline queries.
        catch_all: whether to reply in private chats also to what is no question: unknown commands, stickers, photos,
            buttons of unknown origin. Only for an application that has no other handlers.
        conversation_minutes: the pause after which a follow-up no longer refers to what was said before.
        keeping: what is kept beyond the process; nothing where omitted.
    """
    desk = Desk(answerer, conversation_minutes, keeping or Keeping())
    answers, questions = Commands(desk), Questions(desk)
    callbacks = {
        "start": answers.start, "help": answers.help, "topics": answers.topics, "sources": answers.sources,
        "report": Reports(desk).on_report, "privacy": answers.privacy, "forget_me": answers.forget_me,
    }  # fmt: skip
    if unknown := set(commands) - callbacks.keys():
        raise ValueError(f"no such command: {', '.join(sorted(unknown))}; there are {', '.join(COMMANDS)}")
    for name in commands:
        application.add_handler(
            CommandHandler(name, guarded(desk, callbacks[name]), filters=ONE_MESSAGE & NAMED_COMMAND), group
        )
    question = ONE_MESSAGE & filters.TEXT & ~filters.COMMAND & FOR_BOT
    application.add_handler(MessageHandler(question, guarded(desk, questions.on_text)), group)
    press = guarded(desk, Presses(desk).on_press)
    application.add_handler(CallbackQueryHandler(press, pattern=None if catch_all else f"^{PREFIX}"), group)
    if inline:
        application.add_handler(InlineQueryHandler(guarded(desk, InlineQueries(desk).on_query)), group)
    if catch_all:
        application.add_handler(MessageHandler(ONE_MESSAGE & NAMED_COMMAND, guarded(desk, answers.help)), group)
        other = ONE_MESSAGE & filters.ChatType.PRIVATE & FOR_BOT & ~filters.TEXT & ~filters.StatusUpdate.ALL
        application.add_handler(MessageHandler(other, guarded(desk, questions.on_other)), group)
        application.add_handler(TypeHandler(Update, guarded(desk, questions.on_nothing)), group)
