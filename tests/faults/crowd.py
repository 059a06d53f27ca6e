"""Who asks, and the account of what became of their questions."""

import asyncio
import collections
import dataclasses
from typing import Final

from botapi import BotApi
from botapi_methods import BOT

FIRST: Final = 1_000
"""The first one's number; the operator's chat has a smaller one."""
QUESTIONS: Final = (
    ("KT 직원은 몇 명이야?", "1만8617명이다"),
    ("한국형 AI는 언제 나오나요?", "'한국형 AI'를 2025년 상반기에"),
    ("스켈터랩스가 내다본 경량화 모델", "스켈터랩스는 컨택센터에서는"),
)
"""What each of them asks in direct succession, and what only the answer to it says."""


@dataclasses.dataclass(frozen=True)
class Account:
    """What became of the questions.

    Attributes:
        asked: how many there were.
        lost: those without an answer.
        doubles: answers beyond the first.
        disordered: chats whose answers came in another order than the questions.
        apologies: messages that say that something went wrong.
        slowest: seconds between the last question and the last answer.
    """

    asked: int
    lost: int
    doubles: int
    disordered: int
    apologies: int
    slowest: float = 0.0


class Crowd:
    """People who write to the bot, each in a chat of their own."""

    def __init__(self, api: BotApi, people: int, a_second: float, questions: int = len(QUESTIONS)) -> None:
        self._api = api
        self._people = range(FIRST, FIRST + people)
        self._a_second = a_second
        self._questions = QUESTIONS[:questions]
        self.asked = 0
        self.total = people * questions

    async def ask(self) -> None:
        """Ask everything."""
        for person in self._people:
            for question, _ in self._questions:
                await self._api.bot.say(question, person, {"id": person, "is_bot": False, "first_name": "사람"})
                self.asked += 1
                await asyncio.sleep(1 / self._a_second)

    @property
    def answered(self) -> int:
        """How many messages the bot wrote, about."""
        return self._api.bot.next_message_id - 1_000 - self.asked

    async def until_answered(self, count: int) -> None:
        """Wait until the bot has written so many messages."""
        async with asyncio.timeout(120):
            while self.answered < count:
                await asyncio.sleep(0.002)

    def account(self) -> Account:
        """Count."""
        said: dict[int, list[int]] = collections.defaultdict(list)
        apologies = 0
        for (chat, _), message in self._api.bot.messages.items():
            if message["from"]["id"] != BOT["id"] or chat not in self._people:
                continue
            places = [place for place, (_, mark) in enumerate(self._questions) if mark in message["text"]]
            said[chat] += places
            apologies += not places
        first = {chat: list(dict.fromkeys(places)) for chat, places in said.items()}
        known = sum(map(len, first.values()))
        return Account(
            asked=self.asked,
            lost=self.total - known,
            doubles=sum(map(len, said.values())) - known,
            disordered=sum(places != sorted(places) for places in first.values()),
            apologies=apologies,
        )
