"""Run telcofacts with other options of Kiwi: `python -m tests.bench.with_kiwi '{"load_typo_dict": false}' chat`."""

import json
import os
import sys
from collections.abc import Mapping
from typing import Any

from telcofacts.__main__ import PURGE_DELAY


def replace_options(options: Mapping[str, Any]) -> None:
    """Have every `Kiwi(…)` made with these options; to be called before anything imports it from kiwipiepy."""
    if not options:
        return
    import kiwipiepy

    made_by = kiwipiepy.Kiwi
    vars(kiwipiepy)["Kiwi"] = lambda **given: made_by(**{**given, **options})


def main() -> None:
    """Run the command line of telcofacts."""
    os.environ.setdefault(PURGE_DELAY, "0")  # as the program itself does
    replace_options(json.loads(sys.argv.pop(1)))
    from telcofacts.cli import main as telcofacts

    telcofacts()


if __name__ == "__main__":
    main()
