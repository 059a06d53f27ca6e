"""What only Telegram needs said: buttons, lists, and the command menu."""

import dataclasses
from collections.abc import Mapping

from telcofacts.rendering.messages import Language


@dataclasses.dataclass(frozen=True)
class Texts:
    """Texts of the buttons and lists.

    Attributes:
        commands: what the menu says of each command.
    """

    previous: str
    following: str
    page: str
    count: str
    all_topics: str
    unknown_topic: str
    ask_the_bot: str
    commands: Mapping[str, str]


KO = Texts(
    previous="‹ 이전",
    following="다음 ›",
    page="{page}/{pages}쪽",
    count="{count}건",
    all_topics="주제 목록",
    unknown_topic="그 주제는 이제 자료에 없습니다. /topics에서 다시 골라 주세요.",
    ask_the_bot="찾지 못했습니다 · 봇에게 묻기",
    commands={
        "start": "인사와 질문 보기",
        "topics": "주제별로 보기",
        "sources": "출처로 쓴 기사",
        "help": "쓰는 법",
    },
)

EN = Texts(
    previous="‹ Back",
    following="Next ›",
    page="page {page} of {pages}",
    count="{count} facts",
    all_topics="All topics",
    unknown_topic="That topic is no longer in the base. Please choose again in /topics.",
    ask_the_bot="Nothing found · ask the bot",
    commands={
        "start": "Greeting and examples",
        "topics": "Browse by topic",
        "sources": "The articles used",
        "help": "How to ask",
    },
)

BY_LANGUAGE: dict[Language, Texts] = {"ko": KO, "en": EN}
