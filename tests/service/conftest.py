"""The fixtures stand in a module of their own name, for mypy knows one `conftest` only."""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "telegram"))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "knowledge"))

from service_fixtures import *  # noqa: F403
