"""What people type about the reply before: which of the offers they mean, where it is from, whether it is so."""

import re

_PLACES = {"첫": 1, "두": 2, "둘": 2, "세": 3, "셋": 3, "1": 1, "2": 2, "3": 3}
_MEANT = re.compile(
    r"(?:(?P<place>[1-3])(?: ?번(?: ?째)?)?|(?P<word>[첫두둘세셋]) ?번? ?째) ?(?:거|것|꺼|게|걸|내용|질문)?"
    r"(?:로|으로|요|이요|이야|입니다|은|는|를)? ?(?:좀 )?(?:알려|보여|설명해|말해|해|볼래|보자|궁금해?)?"
    r"(?: ?(?:줘|줘요|주세요|줄래))?"
)
_THAT = r"(?:그거|그건|그게|이거|이건|이게|[그이] ?(?:말|얘기|내용|답|정보))?[은는이을를]? ?"
_IS = r"(?:이?야|이?에요|예요|인가요?|인데|임|이?지|이?죠|이?냐|이?니|요|대)?"
_GIVE = r"(?:좀 )?(?:알려|보여|대|볼)?(?: ?(?:줘|줘요|주세요|봐|수 있어|수 있나요))?"
_ABOUT = re.compile(
    rf"{_THAT}(?:출처|근거|소스|원문|기사|링크)(?: ?(?:원문|링크|주소))?[가는은를을좀도]? ?"
    rf"(?:어디서?|뭐|뭔데?|무엇|있어|있나|있니|있나요)?{_IS}{_GIVE}"
    rf"|{_THAT}누가 ?(?:(?:그렇게|그런 말을?|그 말을?) ?)?(?:말했|말한|그랬|그래|얘기했|주장했)(?: ?[거건])?"
    rf"(?:어|어요|나요|는데|음)?{_IS}"
    rf"|{_THAT}누가 ?(?:그렇게|그런 말을?|그 말을?) ?[했한](?: ?[거건])?(?:어|어요|나요|는데|음)?{_IS}"
    rf"|{_THAT}누가 ?한 ?(?:말|소리|얘기){_IS}"
    rf"|{_THAT}언제 ?(?:적|기준)(?: ?(?:얘기|이야기|정보|자료|말))?{_IS}"
)
_SURE = re.compile(rf"{_THAT}(?:정말|진짜|확실|사실|맞)(?:로|한|이|하)? ?[거건은는]?(?:야|에요|예요|해|해요|아|아요)?")
_SURELY = re.compile(
    rf"{_THAT}(?:정말|진짜|확실|사실|맞)(?:한|이|하|은|는)? ?[거건]?(?:인가요|가요|나요?|냐|니|죠|습니까|을까)"
)
_OCCASION = re.compile(
    rf"{_THAT}(?:언제|어디서|어디에서) ?(?:한|나온|했던)? ?(?:말|얘기|이야기|소리|발언)?"
    rf"(?:했어|했는데|했대|한 ?[거건])?{_IS}"
)
_MARKS = "?!.~… "


def place_meant(text: str) -> int | None:
    """Return which of the offers a normalised utterance means, from 1; None where it says something else.

    >>> [place_meant(text) for text in ("2번 알려줘", "첫 번째 거요", "3", "두 번째 회의는 언제야?", "1번가")]
    [2, 1, 3, None, None]
    """
    match = _MEANT.fullmatch(text.rstrip(_MARKS))
    return _PLACES[match["place"] or match["word"]] if match else None


def asks_about_reply(text: str) -> bool:
    """Tell whether an utterance asks of the reply before who said it, where or when, or whether it is so.

    >>> [asks_about_reply(text) for text in ("출처가 어디야?", "누가 그렇게 말했어?", "확실해?", "기사 링크 좀 줘")]
    [True, True, True, True]
    >>> [asks_about_reply(text) for text in ("누가 했어?", "KT 출처", "근거 법이 뭐야", "왜?", "맞아", "진짜")]
    [False, False, False, False, False, False]
    """
    said = text.rstrip(_MARKS)
    if not said:
        return False
    return bool(_ABOUT.fullmatch(said) or _SURELY.fullmatch(said) or (text.endswith("?") and _SURE.fullmatch(said)))


def asks_for_occasion(text: str) -> bool:
    """Tell whether an utterance asks no more than when or where something was said; some facts tell just that.

    >>> [asks_for_occasion(text) for text in ("언제 한 말이야?", "어디서?", "어디서 만났어?")]
    [True, True, False]
    """
    return _OCCASION.fullmatch(text.rstrip(_MARKS)) is not None
