"""Journals of one bot, as tests make them: with a clock that they move."""

from typing import Any, Final

from telcofacts.storage import Journal, Storage

BOT: Final = 123


class Clock:
    """A clock that a test moves."""

    def __init__(self, now: float = 1_000.0) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now


def make(storage: Storage, **others: Any) -> Journal:
    return Journal(storage.database, storage.keys, BOT, **others)


def ids(updates: list[dict[str, Any]]) -> list[int]:
    return [update["update_id"] for update in updates]
