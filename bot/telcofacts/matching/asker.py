"""What people tell of themselves before they ask: how old they are, where they live, whom they work for.

It is nothing that a fact has to hold: "부산 사람인데 KT 직원 수 알려줘" asks for no branch in Busan.
"""

import re
from collections.abc import Collection

from telcofacts.matching.questions import asked_for

_LEADS_ON = r"(?:인데|이거든|이라서?)요?(?![가-힣])"
_AGE = re.compile(rf"[0-9]{{1,12}} ?(?:학년|학번|년생|살)(?:{_LEADS_ON})?")
_LIFE = re.compile(
    r"[^.?!,]*?(?:(?:사|(?:살|다니|일하|근무하|공부하)고 있|다니|일하|근무하|공부하|자취하)는데요?|"
    r"(?:살|다니|일하|근무하|공부하|자취하)거든요?|"
    r"(?:사람|출신|시민|주민|교민|토박이|직장인|회사원|직원|대학생|학생|거주|근무|재직|여행|유학|출장)(?: ?중)?"
    rf"{_LEADS_ON})(?=[\s,.]+\w)"
)


def told_of_oneself(text: str, names: Collection[int], mentioned: Collection[int]) -> list[tuple[int, int]]:
    """Return where an utterance tells of who asks.

    Of where they live or work only what stands at its beginning, has a name that everybody knows, none that is on
    record, and asks nothing: "KT 다니는데 …" and "중국에서 몇 명 일하는데 …" belong to the question.

    Args:
        text: a normalised text.
        names: where the names begin that everybody knows.
        mentioned: where the names begin that are on record.
    """
    spans = [match.span() for match in _AGE.finditer(text)]
    life = _LIFE.match(text)
    if life and not asked_for(life[0]):
        inside = range(life.end())
        if any(at in inside for at in names) and not any(at in inside for at in mentioned):
            spans.append(life.span())
    return spans


def blank(text: str, spans: Collection[tuple[int, int]]) -> str:
    """Return a text with blanks where the spans are."""
    out = list(text)
    for start, end in spans:
        out[start:end] = " " * (end - start)
    return "".join(out)
