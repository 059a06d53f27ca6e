"""Words that point back to what was said before: 그 사람, 거기, 그거."""

import re
from collections.abc import Sequence

from telcofacts.knowledge.models import Entity
from telcofacts.text.josa import with_rest

_POINTERS: tuple[tuple[re.Pattern[str], frozenset[str]], ...] = (
    (
        re.compile(
            r"(?<![가-힣])(?:그 ?(?:사람|분|양반|대표|장관|위원장|소장|기자)|걔)|\b(?:he|she|him|his|her)\b",
            re.IGNORECASE,
        ),
        frozenset({"person"}),
    ),
    (
        re.compile(r"(?<![가-힣])(?:그 ?(?:회사|기업|업체|기관|부처|위원회|곳|통신사|스타트업|연구소)|거기|그쪽)"),
        frozenset({"company", "institution"}),
    ),
    (
        re.compile(r"(?<![가-힣])(?:그 ?(?:모델|제품|서비스|도구|행사|사업|프로그램|거|것)|그[건게걸])(?![가-힣]{2})"),
        frozenset({"product", "model", "programme", "event", "concept"}),
    ),
)
_DEPENDENT = re.compile(
    r"^(?:그(?:는|가|의)?(?![가-힣])|둘이|이건|이거|저기|(?:it|they|there|that)\b)|"
    r"(?<![가-힣])(?:그 ?(?:중|때|밖)|그럼|그래서|그리고|그렇게|그런)",
    re.IGNORECASE,
)
_SAME_OF = re.compile(
    r"^(?:그럼|그러면|그리고)?\s*(?P<name>.+?)\s*(?:은|는|도|의 경우(?:은|는)?)(?:요|어때|어떤데)?[\s?.!~]*$"
)
_CONJUNCTION = re.compile(r"^(?:그럼|그러면|그리고|그래서|근데|그런데)[\s,]+")
_SAYS_SOMETHING = re.compile(r"\w\w")


def depends_on_context(text: str) -> bool:
    """Tell whether an utterance points back to something said before.

    >>> [depends_on_context(text) for text in ("그 중에 얼마나?", "거기 대표는?", "그룹 회장이 누구야", "로그 분석")]
    [True, True, False, False]
    """
    return bool(_DEPENDENT.search(text)) or any(pattern.search(text) for pattern, _ in _POINTERS)


def without_conjunction(text: str) -> str:
    """Return an utterance without the word that joins it to what was said before.

    >>> without_conjunction("그럼 대표는 누구야?"), without_conjunction("그 사람은?")
    ('대표는 누구야?', '그 사람은?')
    """
    return _CONJUNCTION.sub("", text)


def only_points_back(text: str) -> bool:
    """Tell whether an utterance says nothing but what points back.

    >>> [only_points_back(text) for text in ("그 사람은?", "거기요", "거기 대표는?", "KT는?")]
    [True, True, False, False]
    """
    rests = (pattern.sub("", text) for pattern, _ in _POINTERS if pattern.search(text))
    return any(not _SAYS_SOMETHING.search(rest) for rest in rests)


def same_asked_of(text: str) -> tuple[int, int] | None:
    """Return where the name stands where an utterance asks of it what was just asked of something else.

    >>> [same_asked_of(text) for text in ("그럼 SKT는?", "하나은행은요", "KT 대표", "대표는 누구?")]
    [(3, 6), (0, 4), None, None]
    """
    match = _SAME_OF.match(text)
    return match.span("name") if match else None


def resolve(text: str, spoken_of: Sequence[Entity]) -> str:
    """Put the name in place of the words that point back to it.

    Args:
        text: the utterance.
        spoken_of: entities of the turn before, the likeliest first.

    Returns:
        The text with the first fitting name; as it was where nothing of the kind was spoken of.
    """
    for pattern, types in _POINTERS:
        if pattern.search(text):
            entity = next((entity for entity in spoken_of if entity.type in types), None)
            if entity:
                match = pattern.search(text)
                assert match
                return text[: match.start()] + with_rest(entity.name, text[match.end() :])
    return text
