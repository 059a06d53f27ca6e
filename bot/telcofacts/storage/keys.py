"""Names for chats and people that do not tell who they are.

A key is an HMAC of Telegram's number with a salt that is made once for each database. Whoever has the whole database,
salt included, can still try all numbers; the keys keep people out of logs, metrics and copies of single tables.
"""

import hashlib
import hmac
import secrets
from typing import Final

import sqlalchemy as sa

from telcofacts.storage.database import Database
from telcofacts.storage.tables import META

_SALT: Final = "salt"


class Keys:
    """Makes keys with one salt."""

    def __init__(self, salt: bytes) -> None:
        self._salt = salt

    def chat(self, chat_id: int) -> str:
        """Return the key of a chat."""
        return self._key(f"chat:{chat_id}")

    def person(self, person_id: int) -> str:
        """Return the key of a person."""
        return self._key(f"person:{person_id}")

    def conversation(self, chat_id: int, person_id: int | None) -> str:
        """Return the key of what one person and the bot talk about in one chat."""
        return self._key(f"conversation:{chat_id}:{person_id}")

    def _key(self, name: str) -> str:
        return hmac.new(self._salt, name.encode(), hashlib.sha256).hexdigest()[:32]


def load_keys(database: Database) -> Keys:
    """Return the keys of a database; the salt is made where there is none yet."""

    def load(connection: sa.Connection) -> bytes:
        fresh = secrets.token_hex(32)
        connection.execute(database.insert(META).values(name=_SALT, value=fresh).on_conflict_do_nothing())
        return bytes.fromhex(connection.execute(sa.select(META.c.value).where(META.c.name == _SALT)).scalar_one())

    return Keys(database.call(load))
