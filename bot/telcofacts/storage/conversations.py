"""What was talked about last in each chat, so that a follow-up survives a restart or reaches another process."""

import dataclasses
import json
import logging
import time
from collections.abc import Callable, Mapping

import sqlalchemy as sa

from telcofacts.answering.conversation import Turn
from telcofacts.storage.database import Database
from telcofacts.storage.errors import reason_of
from telcofacts.storage.keys import Keys
from telcofacts.storage.masking import mask
from telcofacts.storage.tables import CONVERSATIONS

_LOG = logging.getLogger(__name__)


class ConversationStore:
    """The last turn of each conversation, masked, under a key that does not tell whose it is.

    A database that is locked or gone costs the context, not the answer: nothing here raises.
    """

    def __init__(
        self,
        database: Database,
        keys: Keys,
        expiry: float,
        *,
        clock: Callable[[], float] = time.monotonic,
        wall_clock: Callable[[], float] = time.time,
    ) -> None:
        """Make the store.

        Args:
            database: where it is kept.
            keys: what makes keys.
            expiry: seconds after which a turn is not referred to any more.
            clock: the conversations' clock, for `Turn.at`.
            wall_clock: the clock that outlives the process.
        """
        self._database, self._keys, self._expiry = database, keys, expiry
        self._clock, self._wall_clock = clock, wall_clock
        # Made once: to make a statement takes longer than to run it.
        mine = CONVERSATIONS.c.key == sa.bindparam("conversation")
        self._select = sa.select(CONVERSATIONS.c.context, CONVERSATIONS.c.saved_at).where(mine)
        self._delete = sa.delete(CONVERSATIONS).where(mine)
        insert = database.insert(CONVERSATIONS)
        newer = {name: insert.excluded[name] for name in ("context", "saved_at")}
        self._upsert = insert.on_conflict_do_update(index_elements=["key"], set_=newer)

    async def load(self, chat_id: int, person_id: int | None) -> Turn | None:
        """Return the turn that a follow-up can refer to, None where there is none (any more)."""
        key = self._keys.conversation(chat_id, person_id)
        try:
            row = await self._database.run(lambda link: link.execute(self._select, {"conversation": key}).first())
        except sa.exc.SQLAlchemyError as error:
            _LOG.warning("대화를 불러오지 못했습니다: %s", reason_of(error))
            return None
        if row is None:
            return None
        age = self._wall_clock() - row.saved_at
        if abs(age) > self._expiry:  # also where the clock was set back
            return None
        context = json.loads(row.context)
        return Turn(
            context["utterance"],
            tuple(context["entities"]),
            tuple(context["facts"]),
            self._clock() - max(0.0, age),
            tuple(context.get("offers", ())),  # older versions kept none
        )

    async def save(self, chat_id: int, person_id: int | None, turn: Turn | None) -> None:
        """Keep a turn as the last one of its conversation; None forgets the conversation."""
        key = self._keys.conversation(chat_id, person_id)
        if turn is None:
            await self._try(self._delete, {"conversation": key})
            return
        context = {**dataclasses.asdict(turn), "utterance": mask(turn.utterance)}
        del context["at"]
        row = {
            "key": key,
            "chat_key": self._keys.chat(chat_id),
            "person_key": self._keys.person(chat_id if person_id is None else person_id),
            "context": json.dumps(context),
            "saved_at": self._wall_clock() - max(0.0, self._clock() - turn.at),
        }
        await self._try(self._upsert, row)

    async def _try(self, statement: sa.Executable, values: Mapping[str, object]) -> None:
        try:
            await self._database.run(lambda link: link.execute(statement, values))
        except sa.exc.SQLAlchemyError as error:
            _LOG.warning("대화를 적지 못했습니다: %s", reason_of(error))
