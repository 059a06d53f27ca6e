"""Is the process ready? Each part says for itself what is wrong with it."""

import dataclasses
from collections.abc import Callable
from typing import Any

Check = Callable[[], str | None]
"""Returns what is wrong, for the operator; None where all is well. It must not wait: it is asked every few seconds."""


@dataclasses.dataclass(frozen=True)
class Readiness:
    """The state of all parts at one moment.

    Attributes:
        problems: what is wrong, by part; None where all is well.
    """

    problems: dict[str, str | None]

    @property
    def ready(self) -> bool:
        """Whether every part is well."""
        return not any(self.problems.values())

    def to_json(self) -> dict[str, Any]:
        """Return it as `/readyz` says it."""
        parts = {
            name: {"ok": problem is None} | ({"problem": problem} if problem else {})
            for name, problem in self.problems.items()
        }
        return {"ready": self.ready, "parts": parts}


class Health:
    """Knows the parts and asks them."""

    def __init__(self) -> None:
        self._checks: dict[str, Check] = {}

    def watch(self, part: str, check: Check) -> None:
        """Ask this part from now on; a part of the same name is replaced."""
        self._checks[part] = check

    def readiness(self) -> Readiness:
        """Ask every part."""
        return Readiness({part: check() for part, check in self._checks.items()})
