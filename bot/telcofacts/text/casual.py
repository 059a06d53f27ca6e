"""Casual spellings that make another word: 잇다 is to join, and what many write for 있다."""

import re
from typing import Final

_JOINED_FOR_THERE_IS: Final = re.compile(r"(?<![을를])(?<![을를] )잇(?=[는나어다던을었엇고지기긴음냐니단대게으])")


def spelt_out(text: str) -> str:
    """Return a text with 있 for 잇 where nothing stands before it that could be joined.

    >>> spelt_out("할수잇나 계획이 잇는데"), spelt_out("기업을 잇는 다리"), spelt_out("잇따라 잇몸")
    ('할수있나 계획이 있는데', '기업을 잇는 다리', '잇따라 잇몸')
    """
    return _JOINED_FOR_THERE_IS.sub("있", text)
