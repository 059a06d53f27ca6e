"""Run the command line: as `telcofacts`, or as `python -m telcofacts`."""

import os
import signal


def main() -> None:
    """Run the command line; an interrupt ends it at any moment, without Python's traceback.

    Nothing is lost: what must not be is in the journal. Who has something to tidy up handles the signal (the service,
    the terminal chat). Windows has no such end: there it is an exception.
    """
    if os.name == "posix" and signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # not where it is ignored
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from telcofacts.cli import main as run  # takes a second

    run()


if __name__ == "__main__":
    main()
