"""Run the command line: as `telcofacts`, or as `python -m telcofacts`."""

import os
import signal

PURGE_DELAY = "MIMALLOC_PURGE_DELAY"
"""Setting of Kiwi's allocator, mimalloc: milliseconds until freed memory is given back. What Kiwi frees once its
dictionaries are loaded is 24 of 365 MB of the terminal chat (the peak stays); a question takes as long with none."""


def main() -> None:
    """Run the command line; an interrupt ends it at any moment, without Python's traceback.

    Nothing is lost: what must not be is in the journal. Who has something to tidy up handles the signal (the service,
    the terminal chat). Windows has no such end: there it is an exception.
    """
    if os.name == "posix" and signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # not where it is ignored
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    os.environ.setdefault(PURGE_DELAY, "0")  # read when Kiwi is imported; not for a host that has us as a library
    from telcofacts.cli import main as run  # takes a second

    run()


if __name__ == "__main__":
    main()
