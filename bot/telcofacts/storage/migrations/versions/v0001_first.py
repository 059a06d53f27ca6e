"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_KEY = sa.String(32)
_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "meta", sa.Column("name", sa.String(40), primary_key=True), sa.Column("value", sa.Text, nullable=False)
    )
    op.create_table(
        "workers", sa.Column("id", sa.String(80), primary_key=True), sa.Column("beat", sa.BigInteger, nullable=False)
    )
    _create_journal()
    op.create_table(
        "conversations",
        sa.Column("key", _KEY, primary_key=True),
        sa.Column("chat_key", _KEY, nullable=False),
        sa.Column("person_key", _KEY, nullable=False),
        sa.Column("context", sa.Text, nullable=False),
        sa.Column("saved_at", sa.Double, nullable=False),
    )
    op.create_index("ix_conversations_chat_key", "conversations", ["chat_key"])
    op.create_index("ix_conversations_person_key", "conversations", ["person_key"])
    op.create_table(
        "unanswered",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("text", sa.String(300), nullable=False, unique=True),
        sa.Column("first_seen", sa.Double, nullable=False),
        sa.Column("last_seen", sa.Double, nullable=False),
    )
    op.create_table(
        "askers",
        sa.Column("question_id", _ID, primary_key=True, autoincrement=False),
        sa.Column("person_key", _KEY, primary_key=True),
        sa.Column("count", sa.Integer, nullable=False),
        sa.ForeignKeyConstraint(["question_id"], ["unanswered.id"], name="fk_askers_question_id", ondelete="CASCADE"),
    )
    op.create_index("ix_askers_person_key", "askers", ["person_key"])
    op.create_table(
        "feedback",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("fact_id", sa.String(40)),
        sa.Column("verdict", sa.String(16), nullable=False),
        sa.Column("note", sa.String(1000), nullable=False),
        sa.Column("person_key", _KEY, nullable=False),
        sa.Column("at", sa.Double, nullable=False),
    )
    op.create_index("ix_feedback_person_key", "feedback", ["person_key"])
    op.create_table(
        "hits",
        sa.Column("fact_id", sa.String(40), primary_key=True),
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("count", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "subscriptions",
        sa.Column("chat_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("topics", sa.Text, nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("since", sa.Double, nullable=False),
    )
    op.create_table(
        "languages",
        sa.Column("person_key", _KEY, primary_key=True),
        sa.Column("language", sa.String(8), nullable=False),
    )


def _create_journal() -> None:
    op.create_table(
        "journal",
        sa.Column("bot_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("update_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("chat_key", _KEY, nullable=False),
        sa.Column("person_key", _KEY, nullable=False),
        sa.Column("payload", sa.Text),
        sa.Column("received_at", sa.Double, nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("deaths", sa.Integer, nullable=False),
        sa.Column("leased_by", sa.String(80)),
        sa.Column("queued", sa.Boolean, nullable=False),
        sa.Column("error", sa.Text),
        sa.CheckConstraint("state IN ('pending', 'done', 'failed')", name="journal_state"),
        sqlite_with_rowid=False,
    )
    for name, columns, state in (
        ("ix_journal_pending", ["bot_id", "chat_key", "update_id"], "pending"),
        ("ix_journal_failed", ["bot_id", "update_id"], "failed"),
    ):
        condition = sa.text(f"state = '{state}'")
        op.create_index(name, "journal", columns, sqlite_where=condition, postgresql_where=condition)


def downgrade() -> None:
    """Drop them, with all that is in them."""
    for table in (
        "languages",
        "subscriptions",
        "hits",
        "feedback",
        "askers",
        "unanswered",
        "conversations",
        "journal",
        "workers",
        "meta",
    ):
        op.drop_table(table)
