"""Casual spellings that make another word: 잇다 is to join, and what many write for 있다."""

import re
from typing import Final

_THERE_IS: Final = re.compile(
    r"(?:(?<=[수고아어이가도])|(?<=[수고아어이가도은는] ))잇(?=[나냐니지음다던을으엇었어고]|는[데지]|는 [거게])"
)


def spelt_out(text: str) -> str:
    """Return a text with 있 for 잇 where 있다 is meant: behind "can", an ending that goes on, or what there is.

    >>> spelt_out("할수잇나 계획이 잇는데 하고잇어"), spelt_out("기업을 잇는 다리, KT와 MS 잇는 협력")
    ('할수있나 계획이 있는데 하고있어', '기업을 잇는 다리, KT와 MS 잇는 협력')
    >>> spelt_out("나잇대 잇단 포스트잇으로 끝말잇기 잇따라")
    '나잇대 잇단 포스트잇으로 끝말잇기 잇따라'
    """
    return _THERE_IS.sub("있", text)
