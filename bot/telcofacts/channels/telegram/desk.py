"""What all handlers share: the answerer and the channel's memory."""

from telegram import Chat, MaybeInaccessibleMessage, Message, Update

from telcofacts.answering.answerer import Answerer
from telcofacts.answering.conversation import Conversation
from telcofacts.channels.telegram.addressing import is_private, sender_of
from telcofacts.channels.telegram.lists import Lists
from telcofacts.channels.telegram.memory import Conversations, Recent
from telcofacts.channels.telegram.replies import Replies, Reply
from telcofacts.channels.telegram.sending import send
from telcofacts.rendering.messages import Language, language_of

Asked = tuple[int, int | str]
"""A chat, and a message in it or the album that the message is part of."""


class Desk:
    """Where handlers get replies and hand them out."""

    def __init__(self, answerer: Answerer, conversation_minutes: float) -> None:
        self.answerer = answerer
        self._conversations = Conversations(conversation_minutes)
        self._replied: Recent[Asked, tuple[int, ...]] = Recent()
        self._replies: dict[Language, Replies] = {"ko": Replies(answerer, "ko"), "en": Replies(answerer, "en")}
        self._lists: dict[Language, Lists] = {"ko": Lists(answerer, "ko"), "en": Lists(answerer, "en")}

    def replies(self, update: Update) -> Replies:
        """Return the replies in the language of whoever wrote."""
        return self._replies[_language(update)]

    def lists(self, update: Update) -> Lists:
        """Return the lists in the language of whoever wrote."""
        return self._lists[_language(update)]

    def conversation(self, update: Update) -> Conversation:
        """Return the conversation that an update belongs to."""
        chat = update.effective_chat
        assert chat
        return self._conversations.of(chat.id, sender_of(update))

    async def reply(self, message: Message, reply: Reply) -> None:
        """Reply to a message; to one that has a reply already (it was edited), by changing that."""
        key = asked(message)
        known = self._replied.get(key) or ()
        self._replied[key] = await send(message.get_bot(), message, reply, quote=not is_private(message), known=known)

    async def follow(self, pressed: MaybeInaccessibleMessage, reply: Reply) -> None:
        """Say something further under the message whose button was pressed."""
        await send(pressed.get_bot(), pressed, reply, quote=pressed.chat.type != Chat.PRIVATE)

    def is_answered(self, message: Message) -> bool:
        """Tell whether there is a reply to this message, or to another of its album."""
        return self._replied.get(asked(message)) is not None


def asked(message: Message) -> Asked:
    """Return under what a reply to a message is remembered."""
    return message.chat.id, message.media_group_id or message.message_id


def _language(update: Update) -> Language:
    return language_of(update.effective_user.language_code if update.effective_user else None)
