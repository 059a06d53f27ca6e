"""Nothing is lost when the process is killed under load, and nothing is said twice when it is stopped."""

import pathlib

from outage import IN_FLIGHT, kill_under_load, stop_with_full_queue


async def test_kill_at_random_moments_loses_nothing(tmp_path: pathlib.Path) -> None:
    outcome = await kill_under_load(tmp_path, "polling", questions=300, kills=3, seed=7)
    assert outcome.lost == 0, outcome
    assert outcome.doubles <= outcome.kills * IN_FLIGHT, outcome


async def test_stop_with_a_full_queue_loses_nothing_and_repeats_nothing(tmp_path: pathlib.Path) -> None:
    outcome = await stop_with_full_queue(tmp_path, questions=120)
    assert (outcome.lost, outcome.doubles) == (0, 0), outcome
