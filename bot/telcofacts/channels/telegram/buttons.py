"""The data behind a button: a prefix of our own, an action, and a record id; at most 64 bytes."""

import dataclasses
import re
from typing import Literal

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from telcofacts.knowledge.models import Fact
from telcofacts.rendering.messages import Language

PREFIX = "tf:"
"""Tells our buttons from those of a host application."""
LABEL_LIMIT = 36
"""Characters of a label: about what a phone shows of a button over the whole width."""

Action = Literal["fact", "topic", "topics", "sources", "example"]

_LETTERS: dict[Action, str] = {"fact": "f", "topic": "t", "topics": "T", "sources": "s", "example": "x"}
_ACTIONS = {letter: action for action, letter in _LETTERS.items()}
_DATA = re.compile(r"tf:([a-zA-Z]):([a-z0-9-]*):(\d{0,4})")
_HANGUL = re.compile("[가-힣]")


@dataclasses.dataclass(frozen=True)
class Button:
    """What pressing a button asks for.

    Attributes:
        id: a fact's or a topic's id, or empty.
        number: the page or the example, from 0.
    """

    action: Action
    id: str = ""
    number: int = 0

    def data(self) -> str:
        """Return it as callback data.

        >>> Button("topic", "model-strategy", 2).data()
        'tf:t:model-strategy:2'
        """
        return f"{PREFIX}{_LETTERS[self.action]}:{self.id}:{self.number or ''}"

    @classmethod
    def parse(cls, data: str) -> "Button | None":
        """Read callback data; None for what no button of this version carries.

        >>> Button.parse("tf:f:kt-why-ms:")
        Button(action='fact', id='kt-why-ms', number=0)
        >>> Button.parse("tf:?") is None
        True
        """
        match = _DATA.fullmatch(data)
        if not match or match[1] not in _ACTIONS:
            return None
        return cls(_ACTIONS[match[1]], match[2], int(match[3] or 0))

    def labelled(self, label: str) -> InlineKeyboardButton:
        """Make it a button with a label."""
        return InlineKeyboardButton(label, callback_data=self.data())


def keyboard(rows: list[list[InlineKeyboardButton]]) -> InlineKeyboardMarkup | None:
    """Make a keyboard of the rows that hold anything; None where none does."""
    rows = [row for row in rows if row]
    return InlineKeyboardMarkup(rows) if rows else None


def label_of(fact: Fact, language: Language, limit: int = LABEL_LIMIT) -> str:
    """Name a fact on a button: by a question that it answers, in the reader's language where there is one.

    A short answer ("60%대") says nothing by itself, and a statement does not fit on a button.
    """
    fitting = [question for question in fact.questions if len(question) <= limit]
    own = [question for question in fitting if bool(_HANGUL.search(question)) == (language == "ko")]
    return next(iter(own or fitting), None) or cut_short(fact.statement, limit)


def cut_short(text: str, limit: int) -> str:
    """Cut a text at a word.

    >>> cut_short("KT는 인공지능 기업을 지향한다", 12)
    'KT는 인공지능…'
    """
    if len(text) <= limit:
        return text
    words = text[:limit].rsplit(" ", 1)
    head = words[0] if len(words) > 1 and len(words[0]) > limit // 2 else text[: limit - 1]
    return head.rstrip(" ,.") + "…"
