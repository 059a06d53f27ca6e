"""What the service asks of a journal of updates."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from telegram import Update

from telcofacts.channels.telegram import keeping
from telcofacts.storage import Figures, Placing


class Journal(keeping.Journal, Protocol):
    """Where updates are written down before they are acknowledged."""

    @property
    def healthy(self) -> bool:
        """Whether it can be written at present."""

    async def put(self, update: Update | Mapping[str, Any]) -> Placing:
        """Write an update down; return whether it is to be answered here and now. Waits where the database is away."""

    async def put_all(self, updates: Sequence[Mapping[str, Any]]) -> dict[int, Placing]:
        """Write updates down that came together; return what becomes of each, by its number."""

    def put_off(self, update_id: int) -> None:
        """Hand an update out later that was written down and is not answered now."""

    async def figures(self) -> Figures:
        """Return how it stands."""
