"""What people and curators write is driven through a real application, with a real storage behind it."""

import pathlib
import sys

_TESTS = pathlib.Path(__file__).resolve().parents[1]
sys.path[:0] = [str(_TESTS / "telegram"), str(_TESTS / "storage")]

from storage_fixtures import *  # noqa: E402, F403
