"""The server of PostgreSQL that the tests of the storage use, too."""

from storage_fixtures import postgres

__all__ = ["postgres"]
