"""The lists that one leafs through: topics, the facts of a topic, sources."""

from collections.abc import Sequence
from typing import TypeVar

from telegram import InlineKeyboardButton

from telcofacts.answering.answerer import Answerer
from telcofacts.channels.telegram.buttons import Button, keyboard
from telcofacts.channels.telegram.replies import Replies, Reply
from telcofacts.knowledge.base import KnowledgeBase
from telcofacts.knowledge.models import Source
from telcofacts.rendering.html import bold, escape, link, pack
from telcofacts.rendering.messages import Language
from telcofacts.rendering.wording import say_source

TOPICS_SHOWN = 16
FACTS_SHOWN = 8
SOURCES_SHOWN = 10

T = TypeVar("T")


class Lists:
    """Makes the lists in one language."""

    def __init__(self, answerer: Answerer, language: Language) -> None:
        self._answerer = answerer
        self._replies = Replies(answerer, language)
        self._messages = self._replies.messages
        self._texts = self._replies.texts

    @property
    def _base(self) -> KnowledgeBase:
        return self._answerer.base

    def topics(self, page: int = 0) -> Reply:
        """List the topics that facts stand under, two a row."""
        topics = [topic for topic in self._base.topics.values() if self._base.by_topic.get(topic.id)]
        shown, page, pages = _page(topics, page, TOPICS_SHOWN)
        buttons = [
            Button("topic", topic.id).labelled(f"{topic.name} {len(self._base.by_topic[topic.id])}") for topic in shown
        ]
        rows = [buttons[i : i + 2] for i in range(0, len(buttons), 2)]
        head = self._headed(escape(self._messages.topics), page, pages)
        return Reply(pack([head]), keyboard([*rows, self._turn(Button("topics"), page, pages)]))

    def topic(self, topic_id: str, page: int = 0) -> Reply:
        """List the facts of a topic, newest first."""
        topic, facts = self._base.topics.get(topic_id), self._base.by_topic.get(topic_id, ())
        if topic is None or not facts:
            return self._replies.plain(self._texts.unknown_topic)
        shown, page, pages = _page(facts, page, FACTS_SHOWN)
        count = escape(self._texts.count.format(count=len(facts)))
        head = self._headed(f"{bold(topic.name)} · {count}", page, pages)
        rows = [[self._replies.fact_button(fact)] for fact in shown]
        rows.append(self._turn(Button("topic", topic_id), page, pages))
        rows.append([Button("topics").labelled(self._texts.all_topics)])
        return Reply(pack([f"{head}\n{escape(topic.description)}"]), keyboard(rows))

    def sources(self, page: int = 0) -> Reply:
        """List the articles, newest first, each with link, publisher, date, and how many facts rest on it."""
        newest = sorted(self._base.sources.values(), key=_last_day, reverse=True)
        shown, page, pages = _page(newest, page, SOURCES_SHOWN)
        head = self._headed(escape(self._messages.sources), page, pages)
        entries = [self._source(source) for source in shown]
        return Reply(pack([head, *entries]), keyboard([self._turn(Button("sources"), page, pages)]))

    def _source(self, source: Source) -> str:
        count = self._texts.count.format(count=len(self._base.by_source.get(source.id, ())))
        title = link(source.title or source.description or source.id, source.url)
        return f"{title}\n{escape(say_source(source, self._base))} · {escape(count)}"

    def _headed(self, head: str, page: int, pages: int) -> str:
        return head if pages == 1 else f"{head} ({escape(self._texts.page.format(page=page + 1, pages=pages))})"

    def _turn(self, button: Button, page: int, pages: int) -> list[InlineKeyboardButton]:
        """Return the buttons that turn the page."""
        turns = ((page - 1, self._texts.previous), (page + 1, self._texts.following))
        return [
            Button(button.action, button.id, number).labelled(label) for number, label in turns if 0 <= number < pages
        ]


def _page(items: Sequence[T], page: int, size: int) -> tuple[Sequence[T], int, int]:
    """Return a page's items, its number, and how many there are; the last page where an old button leads beyond it."""
    pages = max(1, -(-len(items) // size))
    page = min(page, pages - 1)
    return items[page * size : (page + 1) * size], page, pages


def _last_day(source: Source) -> str:
    return str(source.published.last) if source.published else ""
