"""Wrong times, and broken facts, while the process runs."""

import asyncio
import pathlib
import shutil
from typing import Final

from telcofacts.knowledge.loading import Location

from .crowd import Account
from .stage import IN_FLIGHT, Size, Stage, stage, under_stream

LIBRARY: Final = next(iter(pathlib.Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1")), None)
"""libfaketime, from Debian's package faketime."""
JUMPS: Final = ("+3d", "-5d", "+400d", "-10h", "+0")
_RUN: Final = ("-m", "telcofacts", "run")
_GOOD, _BROKEN = "as_of: 2024-H1", "as_of: 언젠가"


def jump(folder: pathlib.Path, offset: str) -> None:
    """Let the clock of the processes jump to the true time and an offset; at once, never to half of a text."""
    (folder / "new").write_text(offset, encoding="ascii")
    (folder / "new").replace(folder / "time")


def jumping(folder: pathlib.Path, library: pathlib.Path | None = LIBRARY) -> dict[str, str]:
    """Return the settings of a process whose clock jumps.

    Args:
        folder: where the offset stands.
        library: libfaketime; without it the process makes its own `time.time` jump (tests/telegram/serve.py).
    """
    jump(folder, "+0")
    if library is None:
        return {"TEST_CLOCK": str(folder / "time")}
    return {
        "LD_PRELOAD": str(library), "FAKETIME_TIMESTAMP_FILE": str(folder / "time"), "FAKETIME_CACHE_DURATION": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
    }  # fmt: skip


async def clock_jumped(folder: pathlib.Path, size: Size) -> tuple[Account, int]:
    """The clock jumps by days, forwards and backwards; once the process is killed meanwhile."""
    settings = jumping(folder)

    async def trouble(made: Stage) -> None:
        for place, offset in enumerate(JUMPS, 1):
            await made.crowd.until_answered(made.crowd.total * place // (len(JUMPS) + 2))
            jump(folder, offset)
            if place == len(JUMPS) // 2:
                await asyncio.sleep(size.seconds)
                await made.kill(made.running[0])
                await made.start(**settings)

    async with stage(folder, size) as made:
        return await under_stream(made, trouble, settings), IN_FLIGHT


async def facts_broken(folder: pathlib.Path, size: Size) -> tuple[Account, int]:
    """Broken facts are pushed again and again, and mended at last: the shipped base, and everybody asks one thing."""
    shipped = Location.shipped()
    knowledge, seeds = folder / "knowledge", folder / "seeds"
    shutil.copytree(shipped.knowledge, knowledge)
    shutil.copytree(shipped.seeds, seeds)
    facts = knowledge / "facts" / "kt" / "workforce.yaml"
    good = facts.read_text(encoding="utf-8")
    settings = {
        "TELCOFACTS_KNOWLEDGE_DIR": str(knowledge), "TELCOFACTS_SEEDS_DIR": str(seeds),
        "TELCOFACTS_WATCH_SECONDS": "0.5",
    }  # fmt: skip

    async def trouble(made: Stage) -> None:
        pushed = (good.replace(_GOOD, _BROKEN, 1), good[: len(good) // 2] + "  - {", "", good)
        for count, text in enumerate(pushed, 1):
            facts.write_text(text, encoding="utf-8")
            mended = text == good
            for _ in range(800):
                told = made.log
                if told.count("받아들이지 않았습니다") >= count or (mended and "다시 읽었습니다" in told):
                    break
                await asyncio.sleep(0.05)
            else:
                raise AssertionError(f"the broken facts were not noticed: {made.log[-2_000:]}")

    async with stage(folder, size, questions=1, command=_RUN) as made:
        return await under_stream(made, trouble, settings), 0
