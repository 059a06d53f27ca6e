"""Updates of one chat one after the other, of several chats at once."""

import asyncio
import dataclasses
from collections.abc import Awaitable, Hashable
from typing import Any

from telegram import Update
from telegram.ext import BaseUpdateProcessor

WAITING_LIMIT = 10_000
"""Updates that may wait for their turn. The library's own bound counts waiting ones too: were it the number of chats
served at once, one chat that sends as many messages would keep everybody else out."""


@dataclasses.dataclass
class _Turn:
    lock: asyncio.Lock = dataclasses.field(default_factory=asyncio.Lock)
    users: int = 0


class PerChatProcessor(BaseUpdateProcessor):
    """Keeps the order within a chat and bounds how many chats are served at once."""

    def __init__(self, chats_at_once: int) -> None:
        super().__init__(max_concurrent_updates=WAITING_LIMIT)
        self._slots = asyncio.Semaphore(chats_at_once)
        self._turns: dict[Hashable, _Turn] = {}

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Process an update when those before it in its chat are done and a slot is free."""
        key = _place_of(update)
        turn = self._turns.setdefault(key, _Turn())
        turn.users += 1
        try:
            async with turn.lock, self._slots:
                await coroutine
        finally:
            turn.users -= 1
            if not turn.users:
                del self._turns[key]

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to release."""


def _place_of(update: object) -> Hashable:
    """Return what an update must keep its place in: its chat, or the inline queries of a person."""
    if isinstance(update, Update):
        if update.effective_chat:
            return "chat", update.effective_chat.id
        if update.effective_user:
            return "person", update.effective_user.id
        return "update", update.update_id
    return "other", id(update)
