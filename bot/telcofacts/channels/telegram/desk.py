"""What all handlers share: the answerer, the channel's memory, and what is kept beyond it."""

from collections.abc import Iterable

from telegram import Chat, MaybeInaccessibleMessage, Message, Update

from telcofacts.answering.answerer import Answerer
from telcofacts.answering.conversation import Conversation
from telcofacts.channels.telegram.addressing import is_private, sender_of
from telcofacts.channels.telegram.keeping import Keeping
from telcofacts.channels.telegram.lists import Lists
from telcofacts.channels.telegram.memory import Conversations, Recent
from telcofacts.channels.telegram.replies import Replies, Reply
from telcofacts.channels.telegram.sending import send
from telcofacts.rendering.messages import Language, language_of

Asked = tuple[int, int | str]
"""A chat, and a message in it or the album that the message is part of."""


class Desk:
    """Where handlers get replies and hand them out."""

    def __init__(self, answerer: Answerer, conversation_minutes: float, keeping: Keeping) -> None:
        self.answerer = answerer
        self.keeping = keeping
        self._expiry = 60 * conversation_minutes
        self._conversations = Conversations(self._expiry)
        self._replied: Recent[Asked, tuple[int, ...]] = Recent()
        self._failures: Recent[int, bool] = Recent()
        self._shown: Recent[tuple[int, int], str | None] = Recent()
        """The fact of each of the bot's messages, by chat and message; None where it shows none, or several offers."""
        self._replies: dict[Language, Replies] = {"ko": Replies(answerer, "ko"), "en": Replies(answerer, "en")}
        self._lists: dict[Language, Lists] = {"ko": Lists(answerer, "ko"), "en": Lists(answerer, "en")}

    def replies(self, update: Update) -> Replies:
        """Return the replies in the language of whoever wrote."""
        return self._replies[_language(update)]

    def lists(self, update: Update) -> Lists:
        """Return the lists in the language of whoever wrote."""
        return self._lists[_language(update)]

    async def conversation(self, update: Update) -> Conversation:
        """Return the conversation that an update belongs to, as it was left here, in another process or before.

        Where turns are kept beyond the process they are kept nowhere else: what another process was asked to forget
        must not live on in this one's memory.
        """
        chat = update.effective_chat
        assert chat
        if not self.keeping.keeps_turns:
            return self._conversations.of(chat.id, sender_of(update))
        return Conversation(expiry=self._expiry, last=await self.keeping.last_turn(chat.id, sender_of(update)))

    async def keep(
        self, update: Update, reply: Reply, conversation: Conversation | None, *, question: str | None = None
    ) -> None:
        """Keep what follows from a reply: the conversation's turn, the counts, the question where it has no answer.

        That the update has its reply is kept first: a process that is killed from here on does not repeat it.
        """
        await self.keeping.done(update)
        chat = update.effective_chat
        assert chat
        if conversation and conversation.has_new_turn and (last := conversation.last):
            await self.keeping.keep_turn(chat.id, sender_of(update), last)
        self.keeping.shown(reply.shown)
        if reply.lacks_answer and question is not None:
            await self.keeping.unanswered(update, question)
        if reply.verdict and conversation and (fact_id := self.fact_meant(update, conversation)):
            await self.keeping.feedback(update, fact_id, reply.verdict)

    def fact_meant(self, update: Update, conversation: Conversation) -> str | None:
        """Return the id of the fact that somebody speaks of: that of the answer they reply to, or the one shown last.

        Facts that were merely offered are none.
        """
        message = update.effective_message
        answered = message.reply_to_message if message else None
        if answered and answered.from_user and answered.from_user.id == answered.get_bot().id:
            return self._shown.get((answered.chat.id, answered.message_id))
        turn = conversation.last
        return turn.facts[0] if turn and turn.facts and not turn.only_offers else None

    async def forget(self, update: Update) -> None:
        """Forget all that is known of whoever wrote."""
        await self.keeping.forget(update)
        sender = update.effective_sender
        if sender:
            self._conversations.forget(sender.id)

    async def reply(self, message: Message, reply: Reply) -> None:
        """Reply to a message; to one that has a reply already (it was edited), by changing that."""
        key = asked(message)
        known = self._replied.get(key) or ()
        self._replied[key] = await send(message.get_bot(), message, reply, quote=not is_private(message), known=known)
        self._remember(message, reply, self._replied.get(key) or ())

    async def follow(self, pressed: MaybeInaccessibleMessage, reply: Reply) -> None:
        """Say something further under the message whose button was pressed."""
        sent = await send(pressed.get_bot(), pressed, reply, quote=pressed.chat.type != Chat.PRIVATE)
        self._remember(pressed, reply, sent)

    def _remember(self, place: MaybeInaccessibleMessage, reply: Reply, sent: Iterable[int]) -> None:
        for id_ in sent:
            self._shown[place.chat.id, id_] = next(iter(reply.shown), None)

    def is_first_failure(self, update: Update) -> bool:
        """Tell, once, that an update was not tried in vain before."""
        known = self._failures.get(update.update_id)
        self._failures[update.update_id] = True
        return not known

    def is_answered(self, message: Message) -> bool:
        """Tell whether there is a reply to this message, or to another of its album."""
        return self._replied.get(asked(message)) is not None


def asked(message: Message) -> Asked:
    """Return under what a reply to a message is remembered."""
    return message.chat.id, message.media_group_id or message.message_id


def _language(update: Update) -> Language:
    return language_of(update.effective_user.language_code if update.effective_user else None)
