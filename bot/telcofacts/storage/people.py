"""What chats and people chose: to be written to, and in which language."""

import dataclasses
import json
import time
from collections.abc import Callable, Sequence

import sqlalchemy as sa

from telcofacts.storage.database import Database
from telcofacts.storage.keys import Keys
from telcofacts.storage.tables import LANGUAGES, SUBSCRIPTIONS


@dataclasses.dataclass(frozen=True)
class Subscription:
    """A chat that wants to be written to.

    Attributes:
        chat_id: where to write.
        topics: ids of topics; none: all.
        language: of what is written.
    """

    chat_id: int
    topics: tuple[str, ...]
    language: str


class ChoiceStore:
    """Subscriptions and languages. A choice that cannot be stored raises SQLAlchemyError, so that its maker is told."""

    def __init__(self, database: Database, keys: Keys, *, wall_clock: Callable[[], float] = time.time) -> None:
        self._database, self._keys, self._wall_clock = database, keys, wall_clock

    async def subscribe(self, chat_id: int, topics: Sequence[str], language: str) -> None:
        """Write to a chat from now on, or change what it is written."""
        values = {"topics": json.dumps(sorted(topics)), "language": language}
        statement = (
            self._database.insert(SUBSCRIPTIONS)
            .values(chat_id=chat_id, since=self._wall_clock(), **values)
            .on_conflict_do_update(index_elements=["chat_id"], set_=values)
        )
        await self._database.run(lambda connection: connection.execute(statement))

    async def unsubscribe(self, chat_id: int) -> bool:
        """Stop writing to a chat; returns whether it was written to."""
        statement = sa.delete(SUBSCRIPTIONS).where(SUBSCRIPTIONS.c.chat_id == chat_id)
        return bool(await self._database.run(lambda connection: connection.execute(statement).rowcount))

    async def subscriptions(self) -> list[Subscription]:
        """Return all chats to write to."""
        query = sa.select(SUBSCRIPTIONS.c.chat_id, SUBSCRIPTIONS.c.topics, SUBSCRIPTIONS.c.language)
        rows = await self._database.run(
            lambda connection: connection.execute(query.order_by(SUBSCRIPTIONS.c.chat_id)).all()
        )
        return [Subscription(row.chat_id, tuple(json.loads(row.topics)), row.language) for row in rows]

    async def set_language(self, person_id: int, language: str | None) -> None:
        """Keep the language that a person chose; None: the client's again."""
        key = self._keys.person(person_id)
        statement: sa.Executable = sa.delete(LANGUAGES).where(LANGUAGES.c.person_key == key)
        if language is not None:
            statement = (
                self._database.insert(LANGUAGES)
                .values(person_key=key, language=language)
                .on_conflict_do_update(index_elements=["person_key"], set_={"language": language})
            )
        await self._database.run(lambda connection: connection.execute(statement))

    async def language(self, person_id: int) -> str | None:
        """Return the language that a person chose, None where they chose none."""
        query = sa.select(LANGUAGES.c.language).where(LANGUAGES.c.person_key == self._keys.person(person_id))
        return await self._database.run(lambda connection: connection.execute(query).scalar())
