"""The fixtures stand in a module of their own name, for mypy knows one `conftest` only."""

from storage_fixtures import *  # noqa: F403
