"""How often each fact was shown."""

import collections
import datetime
import logging
import time
from collections.abc import Callable, Iterable

import sqlalchemy as sa

from telcofacts.storage.database import Database
from telcofacts.storage.errors import reason_of
from telcofacts.storage.tables import HITS
from telcofacts.text.dates import SEOUL

_LOG = logging.getLogger(__name__)


class HitCounter:
    """Counts in memory and writes now and then: a killed process loses the counts of some seconds, no more."""

    def __init__(self, database: Database, *, wall_clock: Callable[[], float] = time.time) -> None:
        self._database, self._wall_clock = database, wall_clock
        self._counts: collections.Counter[tuple[str, datetime.date]] = collections.Counter()

    def count(self, fact_ids: Iterable[str]) -> None:
        """Count facts as shown once more, today in Seoul."""
        today = datetime.datetime.fromtimestamp(self._wall_clock(), SEOUL).date()
        self._counts.update((fact_id, today) for fact_id in fact_ids)

    async def flush(self) -> None:
        """Write the counts; those that cannot be written now are kept for the next time."""
        counts, self._counts = self._counts, collections.Counter()
        if not counts:
            return

        def write(connection: sa.Connection) -> None:
            insert = self._database.insert(HITS)
            statement = insert.on_conflict_do_update(
                index_elements=["fact_id", "day"], set_={"count": HITS.c.count + insert.excluded["count"]}
            )
            rows = [{"fact_id": fact, "day": day, "count": count} for (fact, day), count in sorted(counts.items())]
            connection.execute(statement, rows)

        try:
            await self._database.run(write)
        except sa.exc.SQLAlchemyError as error:
            self._counts.update(counts)
            _LOG.warning("조회 수를 적지 못했습니다: %s", reason_of(error))

    def most_shown(self, limit: int = 20, since: datetime.date | None = None) -> list[tuple[str, int]]:
        """Return the facts shown most often, with their counts."""
        total = sa.func.sum(HITS.c.count)
        query = sa.select(HITS.c.fact_id, total).group_by(HITS.c.fact_id).order_by(total.desc(), HITS.c.fact_id)
        if since:
            query = query.where(HITS.c.day >= since)
        rows = self._database.call(lambda connection: connection.execute(query.limit(limit)).all())
        return [(fact, int(count)) for fact, count in rows]
