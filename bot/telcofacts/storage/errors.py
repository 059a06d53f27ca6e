"""What can be wrong with the storage: before the program serves, and while it does."""

import sqlalchemy as sa


class StorageError(Exception):
    """The database cannot be used; the message (Korean) says what is wrong and what to do."""


def reason_of(error: BaseException) -> str:
    """Return what the database says, on one line and without the statement."""
    original = getattr(error, "orig", None) or error
    lines = str(original).strip().splitlines()
    return lines[0][:200] if lines else type(original).__name__


def is_final(error: Exception) -> bool:
    """Tell whether no retry can help: the database works, and does not take this."""
    if isinstance(error, sa.exc.DBAPIError):
        return isinstance(error, sa.exc.DataError | sa.exc.IntegrityError)
    return not isinstance(error, sa.exc.SQLAlchemyError) or isinstance(error, sa.exc.StatementError)
