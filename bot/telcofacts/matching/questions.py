"""What a question asks for: a person, a time, a place, a reason, an amount of money, or a number of something.

A fact about the same thing that holds no such answer is not the answer: "리벨리온 투자액" is not answered by who
invests in Rebellions, nor "내부 TF는 몇 명" by what the task force does. Nor does the bare answer of a fact ("GPT-4o")
answer all that the fact does ("언제 출시돼?").
"""

import functools
import re

WHO, WHEN, WHERE, WHY, SAID = "who", "when", "where", "why", "said"
MONEY, AGE, NAME, NUMBER = "money", "age", "name", "number"

_RIEUL = "".join(chr(code) for code in range(ord("가"), ord("힣") + 1) if (code - ord("가")) % 28 == 8)
"""Syllables with a ㄹ at their end: before 수 they make "be able to", where 있 or 없 follows."""
_IS = r"(?:[은는이가]요|요)"

# What stands before a word is looked at behind its first letter, and English apart: an expression all of whose
# alternatives begin with a letter as it is written is searched for several times as fast.


def _any_of(firsts: str, last: str) -> str:
    return "|".join(rf"{first}{last}(?!(?!{_IS})[가-힣]{{2}})" for first in firsts.split())


_WHAT_FOR = r" ?(?:때문|땜|때매)"
_SOME = r" (?:\S{1,9} ){0,2}?\S{1,9}"
_ASKED = {
    # 누구나 is everybody, 누가 좀 somebody, 누군지 모르게 so that nobody knows.
    WHO: r"누구(?! ?(?:랑|와|하고|꺼|거|건|껀|네)|나(?!요)|든|도|에게나|한테나|인지 ?(?:못 ?알|모르게|모를))|"
    r"누가(?! 좀(?! ?더))|누굴|누군(?!지 ?(?:못 ?알|모르게|모를))|"
    r"어디 ?(?:거|꺼|것)(?=[ ?.이야임냐니래였예에]|$)|인(?<!가상인)(?<!가상 인)물",
    # 언제나 is always; 지금 시점에 asks for no time.
    WHEN: r"언제(?!나(?![와오왔온올])|든)|지(?<=[가-힣] 지) ?얼마나|며칠|몇 ?월|몇 ?년도?(?!간| ?동안|째)|몇 ?일|날짜|"
    r"연도|시(?<![주하으뭐머거보쓰]시)기|"
    r"시(?<!(?<![가-힣])[이현] 시)(?<!(?<![가-힣])[이현]시)(?<!지금 시)(?<!현재 시)점|"
    + _any_of("취임 공개 마감 설립 창립 출시 발표 개최 시행 합의", "일"),
    WHERE: r"어디(?:서(?!나|든)|에서|에? ?있|에? ?위치)|장소",
    # "X 때문에" tells a reason, "X 때문이야?" and "뭐 때문에" ask for one; 직원인데 and 아이유 hold none.
    WHY: r"왜(?<![가-힣]왜)|이(?<!아이)유|까닭|배경|원(?<![직임지구무억만조천]원)인|계(?<!회계)기|어째서|"
    r"때문(?:이(?!다|라)|인(?:가|지|거|데)|입니까|일까)|뭐[이가].{0,20}때문|무엇[이가].{0,20}때문|"
    rf"뭐(?<![가-힣]뭐){_WHAT_FOR}|뭣(?<![가-힣]뭣){_WHAT_FOR}|머(?<![가-힣]머){_WHAT_FOR}|"
    rf"무(?<![가-힣]무)(?:엇|슨{_SOME}){_WHAT_FOR}|어(?<![가-힣]어)[떤느]{_SOME}{_WHAT_FOR}",
    # "뭐라고 부르나" asks for a name, "의견을 들은 사람" for somebody.
    SAID: r"그(?:렇게|런) 말|뭐라(?:고(?! ?(?:부르|부른|불[러렀리]|일컫))|\s?[했햇])|뭐[랬래]|"
    r"머라(?:고(?! ?(?:부르|부른|불[러렀리]|일컫))|\s?[했햇])|머[랬래]|발언(?!한 )|"
    r"한 ?말|어떻게 (?:말|평가|봤|보았|생각|전망)|입장|"
    r"의견(?! ?수렴|을? ?(?:낸|말한|밝힌|수렴|들은|들었던|받은|받아|모은|나눈|나누) ?)",
    MONEY: r"금액|액수|총액|투자액|예산|사업비|요금|연봉|월급|급여|매출|자본금|계약금|"
    r"비용(?<!저비용)(?! ?(?:측면|면에서|단점)|[을를] ?(?:올|낮|줄))|"
    r"가격(?<!저가격)(?! ?(?:측면|면에서|단점)|[을를] ?(?:올|낮|줄))|"
    r"얼마(?:에|짜리|를? (?:내|투자|쓰|들|지급|받))|돈(?:이|을)? ?얼마|월 ?얼마",
    AGE: r"몇 ?살|나이(?! ?(?:든|많|젊|어린|대|지긋))|연세",
    NAME: r"이름(?!을 (?:단|가진|딴))|성함|명칭|명단|"
    r"뭐라고? ?(?:불|부르)|" + _any_of("제품 상품 서비스 모델 회사 기관 업체 학교 과제 행사", "명"),
    # 얼마나 중요 asks for no number, nor does 몇백 빌리언 모델; 할 수 있다 is none.
    NUMBER: r"얼마(?<!지얼마)(?<!지 얼마)"
    r"(?! ?전|든지|나 ?(?:중요|힘|잘(?![라랐렸려])|심각|대단|좋(?!아[졌지진])|적극|열심|관심))|"
    r"몇(?<!몇몇)(?!몇| ?(?:월|일(?![가-힣])|년(?! ?(?:간|동안|째|치|만))))"
    r"(?![십백천만억]+ ?\S{0,4} ?(?:모델|짜리|규모|수준|단위))"
    r"|퍼센트|비율|규(?<!대규)모|인원|"
    rf"수(?:(?<=[가-힣]{{2}}수)|(?<=[가-힣]{{2}} 수))(?:(?<![{_RIEUL}]수)(?<![{_RIEUL}] 수)|"
    r"(?![는도가]? ?(?:밖|있|없|잇|업)))(?:는|가|도)?\b",
}
_ASKED_IN_ENGLISH = {
    WHO: r"\bwho\b|\bwhom\b|\bwhose\b",
    WHEN: r"\bwhen\b(?! it comes)|\b(?:what|which) (?:year|date|month|day)",
    WHERE: r"\bwhere\b",
    WHY: r"\bwhy\b|\breasons?\b",
    SAID: r"what did .{1,40}\b(?:say|think|claim|warn|promise)\b",
    MONEY: r"\bbudget|\bprice|\bcosts?\b|\brevenue|\bsalary|how much (?:money|does|did|is|was|will|would|has|have)",
    AGE: r"how old|\bage\b",
    NAME: r"\bnames?\b|\bcalled\b",
    NUMBER: r"\bhow (?:many|much|big|large|long)\b|\bpercent|\bnumber of\b",
}
_ANOTHER = re.compile(r"누가|누굴|누구[를가랑와한에]|\bwhom\b", re.IGNORECASE)
_TO_WHOM = re.compile(
    r"누구(?:에게|한테|랑|와|하고|를|의|로)|누굴|\bwhom\b|\bwho\b.{1,40}\b(?:for|to|with)\b", re.IGNORECASE
)
_WHAT = re.compile(r"무슨|무엇|무얼|[뭐뭘뭔]|어떤|내용")
_COUNTED = re.compile(
    r"몇[십백천만]*\s*(명|사람|개|가지|곳|차|회|번|학기|층|위|시|군데|년|개월|달|주|%|프로|퍼센트|빌리언|세대|"
    r"배|권|대|장|건|종|단계|점)"
)
_HEADCOUNT = re.compile(r"(?:직원|인원|사람|임직원) ?수(?![가-힣]{2})")
_SAME_COUNTER = {
    "사람": "명",
    "가지": "개",
    "곳": "개",
    "군데": "개",
    "프로": "%",
    "퍼센트": "%",
    "번": "회",
    "차": "회",
    "달": "개월",
}
_HELD = {
    MONEY: re.compile(r"\d\s*(?:조|억|만|천)?\s*(?:원|달러)|전액|억 단위|수[십백천]+ ?[만억조] ?원"),
    NUMBER: re.compile(r"(?<![A-Za-z0-9.-])\d|[한두세네] ?(?:개|가지|명|곳)|[삼사오]대|(?:수|몇)[십백천]|억 단위"),
    # "Before long" is all that some say of when, and an honest bare answer to it.
    WHEN: re.compile(r"\d{4}년|\d월|\d일|상반기|하반기|머지않"),
    WHY: re.compile(  # 하려고 한다 tells what is meant to be done, not what for
        r"때문|(?:이유|배경|원인|근거)로|[가-힣](?:므로|(?:려고|고자)(?! ?(?:한다|했|하[는고며]|한|함|검토|노력|계획)))"
        r"|(?:[을를]|기) 위해|위한 것이[다라었]|(?<!있을) 만큼 "
    ),
}
_SAME_ENDING = r"(\S[지대어아야까가나냐래다니요음봄]),? (?:\S{1,20} ){0,2}?\S{0,20}\1(?!\w)"
_OR = r"(?:아니면|혹은|또는|or) "
_ALTERNATIVES = re.compile(  # words of bounded length: without it, one of hundreds of letters takes long
    rf"(?:\S{{1,20}} )?\S{{0,20}}{_SAME_ENDING}|\S{{1,20}},? {_OR}(?:\S{{1,20}} )?\S{{1,20}}", re.IGNORECASE
)
_MAY_OFFER = re.compile(f"{_SAME_ENDING}|{_OR}", re.IGNORECASE)
"""What every alternative has; most questions are seen to have none in a tenth of the time."""
_CONFIRM = re.compile(r"맞(?:아|나|냐|니|는지|습니까|죠|지)|사실(?:이야|인가|인지|입니까)|is it true", re.IGNORECASE)
_DATE = re.compile(r"\d{4}년|\d{1,2}월|\d{1,2}일|[상하]반기|\d분기")
_LETTERS = re.compile(r"[^\W\d_]{2}")
_LATIN = re.compile("[A-Za-z]{3}")  # no English word that asks is shorter
_ENGLISH_COUNTED = {
    counter: re.compile(pattern, re.IGNORECASE)
    for counter, pattern in {
        "명": r"how many (?:\w+ )?(?:employees|people|workers|staff|persons|members)|headcount",
        "개": r"how many (?!percent|people|semesters|times|years|billion|(?:\w+ )?(?:employees|workers|staff))",
        "학기": r"how many semesters",
        "%": r"(?:what|how many) percent|percentage",
    }.items()
}
_HELD_COUNT = re.compile(
    r"(?:\d|(?:수|몇)[십백천]+|(?<![가-힣])[두세네](?= ))\s*(?:만|천|억|조)?\s*"
    r"(명|개|가지|곳|차|회|학기|층|위|년|개월|주|%|빌리언|배|대|장|건|종|단계)"
)
_KOREAN = {kind: re.compile(pattern) for kind, pattern in _ASKED.items()}
_ENGLISH = {kind: re.compile(pattern, re.IGNORECASE) for kind, pattern in _ASKED_IN_ENGLISH.items()}


def asked_for(text: str) -> frozenset[str]:
    """Tell what a normalised question asks for; empty where its words do not say.

    A number of something names what is counted: "number:명".

    >>> sorted(asked_for("KT 대표는 언제 누구를 만났어?"))
    ['when', 'who']
    >>> sorted(asked_for("직원이 몇 명이야?")), sorted(asked_for("내부 TF 예산이 얼마야?"))
    (['number', 'number:명'], ['money', 'number'])
    """
    asked = {kind for kind, pattern in _KOREAN.items() if pattern.search(text)}
    counters = {_SAME_COUNTER.get(match[1], match[1]) for match in _COUNTED.finditer(text)}
    if _LATIN.search(text):
        asked |= {kind for kind, pattern in _ENGLISH.items() if pattern.search(text)}
        counters |= {counter for counter, pattern in _ENGLISH_COUNTED.items() if pattern.search(text)}
    if _HEADCOUNT.search(text):
        counters.add("명")
    if counters and WHEN in asked and counters == {"년"}:
        counters = set()
    return frozenset(asked | {f"{NUMBER}:{counter}" for counter in counters})


def asks_another(text: str) -> bool:
    """Tell whether a question that names somebody asks for somebody else.

    >>> asks_another("슐레이만을 누가 데려갔어?"), asks_another("슐레이만이 누구야?")
    (True, False)
    """
    return bool(_ANOTHER.search(text))


def asks_to_whom(text: str) -> bool:
    """Tell whether a question asks to whom, or with whom: "firms and consumers" is an answer to that.

    >>> asks_to_whom("누구에게 개방해?"), asks_to_whom("누가 말했어?")
    (True, False)
    """
    return bool(_TO_WHOM.search(text))


def asks_what(text: str) -> bool:
    """Tell whether a question asks what something is, or which.

    >>> asks_what("KT 노사 무슨 합의 했어"), asks_what("KT 노사 합의 언제 했어")
    (True, False)
    """
    return bool(_WHAT.search(text))


def _asks_why(text: str) -> bool:
    return bool(_KOREAN[WHY].search(text) or _ENGLISH[WHY].search(text))


def spans_of(text: str) -> list[tuple[int, int]]:
    """Return where the words stand by which a normalised question asks for something.

    What an amount of money is of, says something by itself: "연봉은?" asks for more than "얼마?".

    >>> [text[a:b] for text in ("나이는?", "합의는 언제?", "KT는요", "출시일은?") for a, b in spans_of(text)]
    ['나이', '언제', '출시일']
    """
    languages = (_KOREAN, _ENGLISH) if _LATIN.search(text) else (_KOREAN,)
    patterns = (pattern for asked in languages for kind, pattern in asked.items() if kind != MONEY)
    return [match.span() for pattern in patterns for match in pattern.finditer(text)]


def left_open(text: str) -> list[tuple[int, int]]:
    """Return where a normalised question takes nothing for granted: alternatives, or all where it asks if it is so.

    >>> [text[a:b] for text in ("차이는 느는 거야, 주는 거야?", "는다는 게 맞아?") for a, b in left_open(text)]
    ['느는 거야, 주는 거야', '는다는 게 맞아?']
    """
    if _CONFIRM.search(text) and not _asks_why(text):  # who asks why has made up their mind
        return [(0, len(text))]
    return [match.span() for match in _ALTERNATIVES.finditer(text)] if _MAY_OFFER.search(text) else []


def held_by(statement: str, asked: frozenset[str] = frozenset()) -> frozenset[str]:
    """Tell which sorts of answer a fact holds: by the wording of its statement, and by what its example questions ask.

    >>> sorted(held_by("KT는 인재를 얻으려고 장학생을 뽑는다."))
    ['why']
    >>> sorted(held_by("KT 직원은 2024년 상반기 기준 1만8617명이다."))
    ['number', 'number:명', 'when']
    """
    undated = _DATE.sub(" ", statement)
    held = {kind for kind, pattern in _HELD.items() if pattern.search(statement if kind == WHEN else undated)}
    counters = {_SAME_COUNTER.get(match[1], match[1]) for match in _HELD_COUNT.finditer(undated)}
    if WHO in asked:
        held.add(NAME)
    asked -= {SAID}  # people ask what was said of anything; whether somebody said it is on record
    return frozenset(held | asked | {f"{NUMBER}:{counter}" for counter in counters})


def suits(short: str, asked: frozenset[str], lacking: frozenset[str], *, asks_what: bool = False) -> bool:
    """Tell whether a bare answer is one to what is asked for.

    Args:
        short: the bare answer of a fact.
        asked: what is asked for; where it is nothing that could be told from the wording, any bare answer will do.
        lacking: what of it the fact does not hold.
        asks_what: whether it is asked what something is (see `asks_what`): a date or a number is no answer.

    >>> nothing = frozenset()
    >>> suits("GPT-4o", frozenset({WHEN}), nothing), suits("2023년 9월", frozenset({WHEN, NUMBER}), nothing)
    (False, True)
    >>> suits("60%대", frozenset({NUMBER, "number:명"}), nothing), suits("60%대", frozenset({NUMBER}), nothing)
    (False, True)
    >>> suits("2024년 10월", frozenset({WHO}), nothing), suits("김영섭", frozenset({WHO}), nothing)
    (False, True)
    >>> suits("2024년 10월", nothing, nothing, asks_what=True), suits("2024년 10월", nothing, nothing)
    (False, True)
    """
    held = _held_by_short(short)
    counters = {kind for kind in asked if kind.startswith(f"{NUMBER}:")}
    held_counters = {kind for kind in held if kind.startswith(f"{NUMBER}:")}
    counts_other = bool(counters and held_counters) and counters.isdisjoint(held_counters)
    has_words = bool(_LETTERS.search(_DATE.sub(" ", short)))
    suited = {
        WHEN: WHEN in held,
        NUMBER: not counts_other and (bool({NUMBER, MONEY} & held) or WHEN not in held),
        MONEY: bool({NUMBER, MONEY} & held) or WHEN not in held,
        **dict.fromkeys((WHO, NAME, WHERE, WHY, AGE), has_words),
    }
    kinds = asked & suited.keys()
    if not kinds:
        return has_words or not asks_what
    return any(suited[kind] for kind in kinds - lacking)


@functools.lru_cache(maxsize=4096)
def _held_by_short(short: str) -> frozenset[str]:
    return held_by(short)  # the same few are looked at for every question
