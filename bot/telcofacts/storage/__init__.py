"""What must outlive a restart: SQLite by default, PostgreSQL where several processes share it."""

from telcofacts.storage.errors import StorageError, reason_of
from telcofacts.storage.journal import Journal
from telcofacts.storage.journal_rows import Figures, Placing
from telcofacts.storage.masking import mask
from telcofacts.storage.questions import Verdict
from telcofacts.storage.storage import Storage

__all__ = ["Figures", "Journal", "Placing", "Storage", "StorageError", "Verdict", "mask", "reason_of"]
