"""What can be wrong with the storage before the program serves."""


class StorageError(Exception):
    """The database cannot be used; the message (Korean) says what is wrong and what to do."""


def reason_of(error: BaseException) -> str:
    """Return what the database says, on one line and without the statement."""
    original = getattr(error, "orig", None) or error
    lines = str(original).strip().splitlines()
    return lines[0][:200] if lines else type(original).__name__
