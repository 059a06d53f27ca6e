"""Greetings before a question, thanks behind it, and "… 이야기 좀", which says no more than that it is to be told."""

import re
from typing import Final

_GREETING: Final = re.compile(
    r"^(?:안녕(?:하세요|하십니까|하셔요|하신가요)?|반갑습니다|반가워요?|저기요?|실례합니다|수고하십니다|수고 많으십니다"
    r"|hi|hello|hey)(?:[\s.,!~^ㅎㅋ]+|$)",
    re.IGNORECASE,
)
_THANKS: Final = re.compile(
    r"(?:^|(?<=[\s.?!,~]))(?:미리 |정말 |대단히 )?"
    r"(?:감사(?:합니다|해요|드립니다|드려요|요)?|고맙습니다|고마워요?|고맙|수고하세요"
    r"|(?:잘 )?부탁(?:드립니다|드려요|해요)|thanks(?: a lot)?|thank you|thx|ㄳ|ㄱㅅ)[\s.!~^ㅎㅋ]*$",
    re.IGNORECASE,
)
_TALK: Final = re.compile(
    r"(?:에 ?(?:대한|관한))?\s(?:이야기|얘기)(?:[은는를도요]|나)?"
    r"(?:\s?좀)?(?:\s?(?:해|들려|알려)(?:\s?(?:줘|줄래|주라|주세요|주실래요|봐))?요?)?[\s.!~?^ㅎㅋ]*$"
)
_LETTER: Final = re.compile(r"[가-힣A-Za-z]")
_LEAST_LETTERS = 2


def without_courtesies(text: str) -> str:
    """Return a normalised text without them; as it is where there is nothing else.

    >>> without_courtesies("안녕하세요! KT 대표가 누구예요? 감사합니다.")
    'KT 대표가 누구예요?'
    >>> without_courtesies("안녕하세요 감사합니다!"), without_courtesies("안녕치킨 메뉴")
    ('안녕하세요 감사합니다!', '안녕치킨 메뉴')
    """
    asked = text
    for courtesy in (_GREETING, _THANKS):
        asked = courtesy.sub("", asked).strip()
    return asked if len(_LETTER.findall(asked)) >= _LEAST_LETTERS else text


def subject_of_talk(text: str) -> str | None:
    """Return what a normalised text wants to be told of, where it says no more; None where it does not end so.

    >>> subject_of_talk("한국형 AI에 대한 얘기 좀 해줘"), subject_of_talk("누가 그 이야기를 했어?")
    ('한국형 AI', None)
    """
    talk = _TALK.search(text)
    return text[: talk.start()] or None if talk else None
