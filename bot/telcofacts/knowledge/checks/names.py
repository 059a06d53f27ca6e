"""Names of entities in running text, however they are spaced and spelt."""

import re
from collections.abc import Iterable, Mapping

from telcofacts.knowledge.models import Entity
from telcofacts.text.normalise import squeeze

_RUNS = re.compile(r"[가-힣]+|[A-Za-z]+|[0-9]+(?:\.[0-9]+)*|\+")


class Names:
    """Finds entities by their names in a text.

    Latin names count as whole words (KT is not in SKT), Hangul ones as they are, since particles follow without a
    space; one of two syllables not in the middle of a word.
    """

    def __init__(self, entities: Iterable[Entity]) -> None:
        self._names: dict[str, tuple[re.Pattern[str], str]] = {}
        for entity in entities:
            for alias in entity.aliases:
                if runs := _RUNS.findall(alias):
                    self._names.setdefault(squeeze("".join(runs)), (_pattern(runs), entity.id))

    def find(self, text: str) -> Mapping[str, str]:
        """Return the ids of the entities that a text names, each with its wording there.

        Of two names at one place the longer one is meant: 카카오엔터프라이즈, not 카카오.
        """
        return {id_: text[start:end] for start, end, id_ in self._spans(text)}

    def cut_from(self, text: str) -> str:
        """Cut all names out of a text."""
        for start, end, _ in sorted(self._spans(text), reverse=True):
            text = f"{text[:start]} {text[end:]}"
        return text

    def _spans(self, text: str) -> list[tuple[int, int, str]]:
        flat = squeeze(text)
        near = [name for key, name in self._names.items() if key in flat]  # spares most of the patterns
        found = [(*match.span(), id_) for pattern, id_ in near for match in pattern.finditer(text)]
        spans: list[tuple[int, int, str]] = []
        for start, end, id_ in sorted(found, key=lambda span: span[0] - span[1]):
            if all(end <= other_start or other_end <= start for other_start, other_end, _ in spans):
                spans.append((start, end, id_))
        return spans


def _pattern(runs: list[str]) -> re.Pattern[str]:
    pattern = r"[\s\W_]{0,3}".join(re.escape(run) for run in runs)
    first, last = runs[0], runs[-1]
    if first[0].isascii() and first[0].isalnum():
        pattern = rf"(?<![A-Za-z0-9]){pattern}"
    elif len(runs) == 1 and len(first) <= 2:
        pattern = rf"(?<![가-힣]){pattern}"
    if last[-1].isascii() and last[-1].isalnum():
        pattern += r"(?![A-Za-z0-9]|\.[0-9])" if last[-1].isdigit() else r"(?![A-Za-z0-9])"
    return re.compile(pattern, re.IGNORECASE)
