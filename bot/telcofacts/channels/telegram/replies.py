"""What to say, with which buttons, before anything is sent."""

import dataclasses
from collections.abc import Sequence
from typing import TYPE_CHECKING

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from telcofacts.answering.answer import Answer, Outcome
from telcofacts.answering.answerer import Answerer
from telcofacts.answering.conversation import Conversation
from telcofacts.channels.telegram import texts
from telcofacts.channels.telegram.buttons import Button, keyboard, label_of
from telcofacts.knowledge.base import KnowledgeBase
from telcofacts.knowledge.models import Fact
from telcofacts.rendering.html import escape, pack, render_answer, render_fact
from telcofacts.rendering.messages import BY_LANGUAGE, Language, Messages
from telcofacts.text.normalise import is_meaningful, normalise

if TYPE_CHECKING:  # a host application that keeps nothing needs no database
    from telcofacts.storage import Verdict

RELATED_SHOWN = 3


@dataclasses.dataclass(frozen=True)
class Reply:
    """One reply.

    Attributes:
        messages: Telegram HTML, one message each; nearly always one.
        keyboard: buttons under the last of them.
        shown: ids of the facts that it shows.
        lacks_answer: whether it is to a question that the base should perhaps answer and does not.
        verdict: what the person said of the reply before, where they said just that.
    """

    messages: tuple[str, ...]
    keyboard: InlineKeyboardMarkup | None = None
    shown: tuple[str, ...] = ()
    lacks_answer: bool = False
    verdict: "Verdict | None" = None


class Replies:
    """Makes replies in one language."""

    def __init__(self, answerer: Answerer, language: Language) -> None:
        self._answerer = answerer
        self._language: Language = language
        self.messages: Messages = BY_LANGUAGE[language]
        self.texts: texts.Texts = texts.BY_LANGUAGE[language]

    @property
    def _base(self) -> KnowledgeBase:
        return self._answerer.base  # asked each time: it may be replaced while the bot runs

    def plain(self, text: str) -> Reply:
        """Say a sentence."""
        return Reply(pack([escape(text)]))

    def to_question(self, text: str, conversation: Conversation) -> Reply:
        """Answer what a person typed."""
        if not is_meaningful(normalise(text)):
            return self.plain(self.messages.nothing_typed)
        return self._to_answer(self._answerer.answer(text, conversation))

    def _to_answer(self, answer: Answer) -> Reply:
        messages = render_answer(answer, self._base, self.messages)
        if answer.outcome is Outcome.SUGGEST:
            rows = [
                [Button("fact", match.fact.id).labelled(f"{number}. {label_of(match.fact, self._language)}")]
                for number, match in enumerate(answer.suggestions, 1)
            ]
            return Reply(messages, keyboard(rows), lacks_answer=True)
        if answer.outcome is Outcome.ANSWER and answer.fact:
            return self._with_related(messages, [match.fact for match in answer.matches])
        if answer.out_of_scope and answer.out_of_scope.reply:
            return Reply(messages, verdict=answer.out_of_scope.verdict)
        lacks = answer.outcome is Outcome.FALLBACK and answer.out_of_scope is None
        return Reply(messages, keyboard([[Button("topics").labelled(self.texts.all_topics)]]), lacks_answer=lacks)

    def fact(self, fact_id: str, conversation: Conversation | None = None) -> Reply:
        """Show a fact, so that a follow-up can refer to it; say so where there is none of that id."""
        fact = self._base.facts.get(fact_id)
        if fact is None:
            return self.plain(self.messages.unknown_fact)
        if conversation is not None:
            conversation.remember_chosen(fact)
        return self._with_related(pack([render_fact(fact, self._base, self.messages, fact.short)]), [fact])

    def _with_related(self, messages: tuple[str, ...], shown: Sequence[Fact]) -> Reply:
        ids = {fact.id for fact in shown}
        near = [fact for fact in self._base.related(shown[0], RELATED_SHOWN + len(ids)) if fact.id not in ids]
        if not near:
            return Reply(messages, shown=tuple(fact.id for fact in shown))
        messages = pack([*messages, f"{escape(self.messages.related)} ↓"])
        return Reply(messages, self._facts(near[:RELATED_SHOWN]), tuple(fact.id for fact in shown))

    def _facts(self, facts: Sequence[Fact]) -> InlineKeyboardMarkup | None:
        return keyboard([[self.fact_button(fact)] for fact in facts])

    def fact_button(self, fact: Fact) -> InlineKeyboardButton:
        """Return the button that shows a fact."""
        return Button("fact", fact.id).labelled(label_of(fact, self._language))

    def start(self) -> Reply:
        """Greet, say what is covered, and offer questions to try."""
        messages = self.messages
        rows = [
            [Button("example", number=number).labelled(example)] for number, example in enumerate(messages.examples)
        ]
        return Reply(pack(map(escape, (messages.start, messages.covered, messages.try_asking))), keyboard(rows))

    def help(self) -> Reply:
        """Say how to use the bot."""
        return self.plain(self.messages.help)

    def privacy(self, days: int | None) -> Reply:
        """Say what is kept of people; `days` of questions without an answer, None where these are not kept."""
        said = self.texts
        questions = said.privacy_questions.format(days=days) if days is not None else said.privacy_no_questions
        return Reply(pack(map(escape, (said.privacy, questions, said.privacy_forget))))

    def reported(self, fact_id: str | None) -> Reply:
        """Thank for a correction, and say which fact it is taken to be about; how to name one, where it names none."""
        fact = self._base.facts.get(fact_id or "")
        thanks = [self.texts.reported]
        label = label_of(fact, self._language) if fact else ""
        thanks.append(self.texts.reported_fact.format(fact=label) if fact else self.texts.reported_no_fact)
        return Reply(pack([escape(" ".join(thanks))]))

    def example(self, number: int, conversation: Conversation) -> Reply:
        """Answer an example question, shown again since nobody typed it."""
        if number >= len(self.messages.examples):
            return self.plain(self.messages.expired_button)
        question = self.messages.examples[number]
        reply = self.to_question(question, conversation)
        return dataclasses.replace(reply, messages=pack([f"<i>{escape(question)}</i>", *reply.messages]))
