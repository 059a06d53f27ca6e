"""The tables, as the newest migration leaves them. Times are wall clock seconds since 1970 (UTC)."""

from typing import Final

import sqlalchemy as sa

METADATA: Final = sa.MetaData()
_KEY: Final = sa.String(32)
_SECONDS: Final[sa.Double[float]] = sa.Double()

META: Final = sa.Table(
    "meta", METADATA, sa.Column("name", sa.String(40), primary_key=True), sa.Column("value", sa.Text, nullable=False)
)
"""What the database knows of itself: the salt."""

WORKERS: Final = sa.Table(
    "workers",
    METADATA,
    sa.Column("id", sa.String(80), primary_key=True),
    sa.Column("beat", sa.BigInteger, nullable=False),
)
"""Processes that serve the bot; `beat` grows for as long as one lives."""

JOURNAL: Final = sa.Table(
    "journal",
    METADATA,
    sa.Column("bot_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("update_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("kind", sa.String(8), nullable=False),
    sa.Column("chat_key", _KEY, nullable=False),
    sa.Column("person_key", _KEY, nullable=False),
    sa.Column("payload", sa.Text),
    sa.Column("received_at", _SECONDS, nullable=False),
    sa.Column("state", sa.String(8), nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("deaths", sa.Integer, nullable=False),
    sa.Column("leased_by", sa.String(80)),
    sa.Column("queued", sa.Boolean(create_constraint=False), nullable=False),
    sa.Column("error", sa.Text),
    sa.CheckConstraint("state IN ('pending', 'done', 'failed')", name="journal_state"),
    sqlite_with_rowid=False,
)
"""Updates. A chat is leased by the process that holds its pending updates (`leased_by`; NULL: nobody). `queued`: handed
to that process already. A done update keeps its number only, so that it is known when it comes again."""

PENDING: Final = JOURNAL.c.state == sa.literal_column("'pending'")
"""Written out, not bound: SQLite uses a partial index only where the query repeats its condition."""
FAILED: Final = JOURNAL.c.state == sa.literal_column("'failed'")

sa.Index(
    "ix_journal_pending",
    JOURNAL.c.bot_id,
    JOURNAL.c.chat_key,
    JOURNAL.c.update_id,
    sqlite_where=sa.text("state = 'pending'"),
    postgresql_where=sa.text("state = 'pending'"),
)
sa.Index(
    "ix_journal_failed",
    JOURNAL.c.bot_id,
    JOURNAL.c.update_id,
    sqlite_where=sa.text("state = 'failed'"),
    postgresql_where=sa.text("state = 'failed'"),
)

CONVERSATIONS: Final = sa.Table(
    "conversations",
    METADATA,
    sa.Column("key", _KEY, primary_key=True),
    sa.Column("chat_key", _KEY, nullable=False),
    sa.Column("person_key", _KEY, nullable=False),
    sa.Column("context", sa.Text, nullable=False),
    sa.Column("saved_at", _SECONDS, nullable=False),
)

UNANSWERED: Final = sa.Table(
    "unanswered",
    METADATA,
    sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True),
    sa.Column("text", sa.String(300), nullable=False, unique=True),
    sa.Column("first_seen", _SECONDS, nullable=False),
    sa.Column("last_seen", _SECONDS, nullable=False),
)
"""Questions without an answer, masked. How often they were asked is the sum over ASKERS."""

ASKERS: Final = sa.Table(
    "askers",
    METADATA,
    sa.Column("question_id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=False),
    sa.Column("person_key", _KEY, primary_key=True),
    sa.Column("count", sa.Integer, nullable=False),
    sa.ForeignKeyConstraint(["question_id"], ["unanswered.id"], name="fk_askers_question_id", ondelete="CASCADE"),
)
"""Who asked what, by salted hash: a person's questions can be forgotten, and one can be told from many."""

FEEDBACK: Final = sa.Table(
    "feedback",
    METADATA,
    sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True),
    sa.Column("fact_id", sa.String(40)),
    sa.Column("verdict", sa.String(16), nullable=False),
    sa.Column("note", sa.String(1000), nullable=False),
    sa.Column("person_key", _KEY, nullable=False),
    sa.Column("at", _SECONDS, nullable=False),
)
"""What people say of answers: `verdict` is good, bad or correction; `note` is masked."""

HITS: Final = sa.Table(
    "hits",
    METADATA,
    sa.Column("fact_id", sa.String(40), primary_key=True),
    sa.Column("day", sa.Date, primary_key=True),
    sa.Column("count", sa.BigInteger, nullable=False),
)
"""How often a fact was shown, by day in Seoul."""

SUBSCRIPTIONS: Final = sa.Table(
    "subscriptions",
    METADATA,
    sa.Column("chat_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("topics", sa.Text, nullable=False),
    sa.Column("language", sa.String(8), nullable=False),
    sa.Column("since", _SECONDS, nullable=False),
)
"""Chats that asked to be written to. The chat's id stands in clear: without it there is no writing to it."""

LANGUAGES: Final = sa.Table(
    "languages",
    METADATA,
    sa.Column("person_key", _KEY, primary_key=True),
    sa.Column("language", sa.String(8), nullable=False),
)
"""The language that a person chose."""

for _column in (CONVERSATIONS.c.chat_key, CONVERSATIONS.c.person_key, ASKERS.c.person_key, FEEDBACK.c.person_key):
    sa.Index(f"ix_{_column.table.name}_{_column.name}", _column)
