"""Count what is lost and what is said twice in every kind of fault: `python -m tests.faults`."""

import asyncio
import datetime
import os
import pathlib
import platform
import sys
import traceback
from typing import Annotated

import typer

from postgres_server import running

from .stage import QUICK, Size
from .table import HEAD, ROWS, play

_RESULTS = pathlib.Path(__file__).with_name("RESULTS.md")


def main(
    names: Annotated[list[str] | None, typer.Argument(help=f"which (all): {', '.join(ROWS)}")] = None,
    quick: Annotated[bool, typer.Option(help="as the tests do, with few questions")] = False,
    people: Annotated[int, typer.Option(help="who ask three questions each")] = Size.people,
    kills: Annotated[int, typer.Option(help="kills of each scenario with kills")] = Size.kills,
    write: Annotated[bool, typer.Option(help="write the table to tests/faults/RESULTS.md")] = False,
) -> None:
    """Play the scenarios one after the other; fails where anything was lost, out of order, or said twice too often."""
    if unknown := set(names or ()) - ROWS.keys():
        raise typer.BadParameter(f"no such scenario: {', '.join(sorted(unknown))}")
    size = QUICK if quick else Size(people=people, kills=kills)
    lines, failed = [], []
    typer.echo(HEAD)
    with running() as server:
        for name in names or ROWS:
            try:
                result = asyncio.run(play(name, size, server))
            except Exception:  # noqa: BLE001 - the others are still to be played
                traceback.print_exc()
                failed.append(name)
                continue
            lines.append(str(result))
            typer.echo(f"{result}  {name}, {result.seconds:.0f} s")
            if not result.is_good:
                failed.append(name)
    if write:
        _RESULTS.write_text(_report(lines, size), encoding="utf-8")
    if failed:
        typer.echo(f"not as promised: {', '.join(failed)}", err=True)
        sys.exit(1)


def _report(lines: list[str], size: Size) -> str:
    today = datetime.datetime.now(datetime.UTC).date()
    return f"""# Faults: what is lost, what is said twice

Written by `make faults` on {today:%Y-%m-%d}: Python {platform.python_version()}, {os.cpu_count()} cores, which other
work may have shared. Real processes over loopback; everybody asks {len_of_questions()} questions in a row, in a chat of
their own, {size.a_second:.0f} questions a second in all, while the fault happens; {size.kills} kills where there are
kills; what is away is away for {size.seconds:.0f} s. "Allowed" is what is promised at most: the replies that are under
way at a kill (16), and one for each reply whose acceptance the network kept from the bot; of two pollers with storages
of their own neither knows what the other has answered, so every question may be answered twice, and out of order.
The last column is the time from the last question to the last answer.

{HEAD}
{chr(10).join(lines)}
"""


def len_of_questions() -> int:
    """How many questions everybody asks."""
    from .crowd import QUESTIONS

    return len(QUESTIONS)


if __name__ == "__main__":
    typer.run(main)
