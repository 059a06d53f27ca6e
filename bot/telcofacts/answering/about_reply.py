"""What people type about the reply before: which of the offers they mean, where it is from, whether it is so."""

import re

_PLACES = {"첫": 1, "두": 2, "둘": 2, "세": 3, "셋": 3, "1": 1, "2": 2, "3": 3}
_MEANT = re.compile(
    r"(?P<place>[1-3])(?: ?번(?: ?째)?)?{rest}|(?P<word>[첫두둘세셋]) ?번? ?째{rest}".replace(
        "{rest}",
        r" ?(?:거|것|꺼|게|걸|걸로|내용|질문)?(?:요|이요|이야|입니다|은|는|를)?"
        r" ?(?:좀 )?(?:알려|보여|설명해|말해|볼래|보자|궁금해?)?(?: ?(?:줘|줘요|주세요|줄래))?",
    )
)
_THAT = (
    r"(?:그거|그건|그게|이거|이건|이게|그 ?(?:말|얘기|내용|답|정보)|이 ?(?:말|얘기|내용|답|정보))?(?:은|는|이|을|를)? ?"
)
_ABOUT = re.compile(
    rf"{_THAT}(?:출처|근거|소스|원문|기사|링크)(?: ?(?:원문|링크|주소))?(?:가|는|은|를|을|좀|도)? ?"
    r"(?:어디|어디서|뭐|뭔|뭔데|무엇|있어|있나|있니|있나요)?(?:야|예요|에요|인가요|인데|니|냐|임|요|죠|지)?"
    r"(?:좀 )?(?:알려|보여|대|볼)?(?: ?(?:줘|줘요|주세요|봐|수 있어|수 있나요))?"
    rf"|{_THAT}누가 ?(?:그렇게|그런 말을?|그 말을?)? ?(?:말했|말한|그랬|그래|했|한|얘기했|주장했)"
    r"(?: ?(?:거|건|말|소리|얘기))?(?:어|어요|대|대요|나요|는데|음|지|니|냐|야|예요|인데|데)?"
    rf"|{_THAT}언제 ?(?:적|기준)(?: ?(?:얘기|이야기|정보|자료|말))?"
    r"(?:야|이야|이에요|예요|인가요|인데|임|이지|이냐|이니)?"
    rf"|{_THAT}(?:정말|진짜|참말|확실|사실|맞)(?:로|한)? ?(?:거|건)?"
    r"(?:야|이야|해|해요|한가요|인가요|이에요|예요|아|아요|나요|냐|니|임)?"
)
_MARKS = re.compile(r"[?!.~…\s]+$")


def place_meant(text: str) -> int | None:
    """Return which of the offers a normalised utterance means, from 1; None where it says something else.

    >>> [place_meant(text) for text in ("2번 알려줘", "첫 번째 거요", "3", "두 번째 회의는 언제야?", "1번가")]
    [2, 1, 3, None, None]
    """
    match = _MEANT.fullmatch(_MARKS.sub("", text))
    return _PLACES[match["place"] or match["word"]] if match else None


def asks_about_reply(text: str) -> bool:
    """Tell whether an utterance asks of the reply before who said it, where or when, or whether it is so.

    >>> [asks_about_reply(text) for text in ("출처가 어디야?", "누가 그렇게 말했어?", "확실해?", "그거 맞아?")]
    [True, True, True, True]
    >>> [asks_about_reply(text) for text in ("누가 만났어?", "KT 출처", "근거 법이 뭐야", "왜?", "맞아 죽을 뻔")]
    [False, False, False, False, False]
    """
    said = _MARKS.sub("", text)
    return bool(said) and _ABOUT.fullmatch(said) is not None
