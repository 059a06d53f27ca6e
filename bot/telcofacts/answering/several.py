"""Several questions in one message."""

import re

from telcofacts.matching.questions import asked_for

MOST = 3
"""Questions of a message that are answered each by itself."""
_SENTENCE = re.compile(r"(?<=[?!])\s+")
_LEAD = re.compile(r"^(?:그리고|또|근데|그런데|and)\s+", re.IGNORECASE)
_JOINT = re.compile(r"(?<=[가-힣](?:랑|와|과|고))\s+|,\s+|\s+(?:그리고|및|and)\s+")
_WHAT = re.compile(
    r"뭐|뭔|무엇|무슨|어떤|어느|어디|어딘|알려|설명|궁금|[은는]\?+$|\b(?:what|which|how|tell)\b", re.IGNORECASE
)


def sentences_of(text: str) -> list[str]:
    """Split a message into questions; a single piece where not every sentence is one.

    >>> sentences_of("믿음이 뭐야? 그리고 KT 대표는 누구야?")
    ['믿음이 뭐야?', 'KT 대표는 누구야?']
    >>> sentences_of("KT가 희망퇴직 한다며? 언제 합의했어?")
    ['KT가 희망퇴직 한다며? 언제 합의했어?']
    """
    pieces = [_LEAD.sub("", piece) for piece in _SENTENCE.split(text) if piece.strip()]
    return pieces if 1 < len(pieces) <= MOST and all(map(_is_question, pieces)) else [text]


def halves_of(text: str) -> list[tuple[str, str]]:
    """Return each way to cut a sentence in two where it joins two things, which may be two questions.

    >>> halves_of("KT 직원 수랑 김영섭 취임일 알려줘")
    [('KT 직원 수랑', '김영섭 취임일 알려줘')]
    """
    return [(text[: joint.start()], text[joint.end() :]) for joint in _JOINT.finditer(text)][:MOST]


def _is_question(text: str) -> bool:
    return bool(asked_for(text) or _WHAT.search(text))
