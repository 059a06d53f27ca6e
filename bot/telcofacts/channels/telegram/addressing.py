"""Which messages are for the bot, and what they ask.

In a private chat all are. In a group only those that mention it, commands that name it, and replies to what it said.
"""

import re

from telegram import Bot, Message, MessageEntity, Update
from telegram.constants import ChatType
from telegram.ext import filters

_VOCATIVE = re.compile(r"^(?:님아|님|아|야|씨)(?=[\s,!~?.]|$)")
"""What Koreans put behind a name when they call somebody: "@bot아 …"."""


def is_private(message: Message) -> bool:
    """Tell whether a message stands in a chat of one person with the bot."""
    return message.chat.type == ChatType.PRIVATE


def question_of(message: Message) -> str:
    """Return what a message asks: its text or caption, without the mention of the bot."""
    bot, text = message.get_bot(), message.text or message.caption or ""
    for start, end in sorted(_mentions(message, bot, text), reverse=True):
        text = f"{text[:start]} {_VOCATIVE.sub('', text[end:])}"
    return text.strip()


def _mentions(message: Message, bot: Bot, text: str) -> list[tuple[int, int]]:
    """Find where a message names the bot: as @username, or as a link to a person without one."""
    places = [found.span() for found in _username(bot).finditer(text)]
    for entity in message.entities or message.caption_entities:
        if entity.type == MessageEntity.TEXT_MENTION and entity.user and entity.user.id == bot.id:
            start = _index(text, entity.offset)
            places.append((start, _index(text, entity.offset + entity.length)))
    return places


def _username(bot: Bot) -> re.Pattern[str]:
    # An address (someone@name, t.me/@name) is no mention; Korean particles may follow without a space.
    return re.compile(rf"(?<![A-Za-z0-9_@/.])@{re.escape(bot.username)}(?![A-Za-z0-9_])", re.IGNORECASE)


def _index(text: str, units: int) -> int:
    """Turn an offset in UTF-16 units into one in characters."""
    return len(text.encode("utf-16-le", "surrogatepass")[: 2 * units].decode("utf-16-le", "ignore"))


def _is_reply_to(message: Message, bot: Bot) -> bool:
    answered = message.reply_to_message
    if answered is None or answered.from_user is None or answered.forum_topic_created:
        return False  # in a forum, each message "replies" to the one that opened the topic
    return answered.from_user.id == bot.id


class _ForBot(filters.MessageFilter):
    """Messages that the bot has to react to."""

    def filter(self, message: Message) -> bool:
        bot = message.get_bot()
        if message.via_bot and message.via_bot.id == bot.id:
            return False  # a fact that somebody sent by an inline query
        if message.from_user and message.from_user.is_bot and not message.sender_chat:
            return False  # another bot; two of them would never stop
        if is_private(message):
            return True
        if message.chat.type not in (ChatType.GROUP, ChatType.SUPERGROUP):
            return False
        return _is_reply_to(message, bot) or bool(_mentions(message, bot, message.text or ""))


class _NamedCommand(filters.MessageFilter):
    """Commands that the bot has to react to: in a group, `/help@name` and those that stand in a reply to the bot."""

    def filter(self, message: Message) -> bool:
        command = (message.text or "").split(maxsplit=1)[:1]
        name = "".join(command).partition("@")[2]
        if name:
            return name.lower() == message.get_bot().username.lower()
        return is_private(message) or _is_reply_to(message, message.get_bot())


ONE_MESSAGE = filters.UpdateType.MESSAGES & (filters.ChatType.PRIVATE | filters.ChatType.GROUPS)
"""New and edited messages; no channel posts, no business messages."""
FOR_BOT = _ForBot(name="FOR_BOT")
NAMED_COMMAND = filters.COMMAND & _NamedCommand(name="NAMED_COMMAND")


def sender_of(update: Update) -> int | None:
    """Return who speaks in a group, a person or a channel or anonymous admin; None in a private chat."""
    chat, sender = update.effective_chat, update.effective_sender
    return sender.id if chat and sender and chat.type != ChatType.PRIVATE else None
