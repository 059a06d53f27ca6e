"""Inline queries: facts to send into any chat."""

from telegram import (
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    Update,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest
from telegram.ext import ContextTypes

from telcofacts.answering.thresholds import SUGGEST_SCORE
from telcofacts.channels.telegram.buttons import cut_short
from telcofacts.channels.telegram.desk import Desk
from telcofacts.channels.telegram.sending import NO_PREVIEW, with_retries
from telcofacts.knowledge.base import KnowledgeBase
from telcofacts.knowledge.models import Fact
from telcofacts.rendering.html import pack, render_fact
from telcofacts.rendering.wording import say_as_of, say_speaker, sources_of
from telcofacts.text.normalise import is_meaningful, normalise

SHOWN = 10
START_PARAMETER = "inline"
"""What the button above the results hands to /start; it is no fact's id."""
CACHE_SECONDS = 300
"""How long Telegram may answer the same query by itself; a new fact shows within five minutes."""
_TITLE_LIMIT = 80


class InlineQueries:
    """Answers inline queries."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    @property
    def _base(self) -> KnowledgeBase:
        return self._desk.answerer.base

    async def on_query(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Offer the facts that fit what is typed; for nothing typed, one fact of each of the largest topics."""
        query = update.inline_query
        assert query
        replies = self._desk.replies(update)
        facts = self._fitting(query.query) if is_meaningful(normalise(query.query)) else self._examples()
        articles = [
            InlineQueryResultArticle(
                id=fact.id,
                title=cut_short(fact.short or fact.statement, _TITLE_LIMIT),
                description=self._describe(fact),
                input_message_content=InputTextMessageContent(
                    pack([render_fact(fact, self._base, replies.messages, fact.short)])[0],
                    parse_mode=ParseMode.HTML,
                    link_preview_options=NO_PREVIEW,
                ),
            )
            for fact in facts
        ]
        button = (
            None if articles else InlineQueryResultsButton(replies.texts.ask_the_bot, start_parameter=START_PARAMETER)
        )
        try:
            # The words around a fact are in the language of whoever asks: the cache is theirs alone.
            await with_retries(
                lambda: query.answer(articles, cache_time=CACHE_SECONDS, is_personal=True, button=button)
            )
        except BadRequest as error:
            if "query is too old" not in error.message.lower():  # somebody who types on does not wait for this one
                raise

    def _fitting(self, text: str) -> list[Fact]:
        """Return what the chat would answer, then what else comes near; nothing where the chat has no answer."""
        answerer = self._desk.answerer
        answer = answerer.answer(text)
        matches = [*answer.matches, *answer.suggestions]
        if matches:
            ranked = answerer.matcher.rank(answerer.matcher.read(text)).matches
            matches += [match for match in ranked if match.score >= SUGGEST_SCORE]
        return list({match.fact.id: match.fact for match in matches}.values())[:SHOWN]

    def _examples(self) -> list[Fact]:
        chosen: dict[str, Fact] = {}
        for facts in sorted(self._base.by_topic.values(), key=len, reverse=True):
            fresh = next((fact for fact in facts if fact.id not in chosen), None)
            if fresh:
                chosen[fresh.id] = fresh
        return list(chosen.values())[:SHOWN]

    def _describe(self, fact: Fact) -> str:
        speakers = [say_speaker(speaker, fact.kind, self._base) for speaker in fact.speakers]
        publishers = [self._base.entities[source.publisher].name for source in sources_of(fact, self._base)]
        return " · ".join([say_as_of(fact), *(speakers or publishers)])
