"""Everything the program says that is no fact, in Korean and, for clients set to English, in English."""

import dataclasses
from typing import Literal

Language = Literal["ko", "en"]

KINDS = {
    "fact": "사실",
    "definition": "설명",
    "plan": "계획",
    "claim": "주장",
    "opinion": "의견",
    "forecast": "전망",
}
SUPERSESSION = {
    "replaces": "이 내용은 이렇게 바뀌었습니다",
    "delays": "이 일정은 미뤄졌습니다",
    "fulfils": "이 계획은 이루어졌습니다",
    "cancels": "이 계획은 취소되었습니다",
    "corrects": "이 내용은 바로잡혔습니다",
}


@dataclasses.dataclass(frozen=True)
class Messages:
    """The sentences around the facts."""

    did_you_mean: str
    not_recorded: str
    nothing_about: str
    not_sure: str
    nothing_more: str
    not_covered: str
    covered: str
    try_asking: str
    examples: tuple[str, ...]
    as_of_first: str
    conflict: str
    related: str
    nothing_typed: str
    only_text: str
    help: str
    start: str
    topics: str
    sources: str
    unknown_fact: str
    expired_button: str
    failed: str


KO = Messages(
    did_you_mean="딱 맞는 답은 없습니다. 혹시 이 내용인가요?",
    not_recorded="그 내용은 제가 가진 자료에 없습니다.",
    nothing_about="{names}에 관한 자료는 아직 없습니다.",
    not_sure="딱 맞는 답은 찾지 못했습니다. 따로 물으면 비슷한 내용을 보여 드립니다.",
    nothing_more="이보다 자세한 내용은 제가 가진 자료에 없습니다.",
    not_covered="{subject} 다루지 않습니다.",
    covered="KT·SK텔레콤·LG유플러스의 AI 전략과 정부의 AI 정책, 관련 업계 이야기를 기사에서 찾아 출처와 함께 답합니다.",
    try_asking="이렇게 물어보세요:",
    examples=("KT가 MS와 손잡은 이유는?", "초거대 AI 기준이 뭐야?", "KT 직원은 몇 명이야?"),
    as_of_first="{date} 기준입니다.",
    conflict="다르게 전한 자료도 있습니다",
    related="함께 볼 내용",
    nothing_typed="궁금한 것을 글로 적어 보내 주세요.",
    only_text="글로 된 질문만 읽을 수 있습니다. 궁금한 것을 적어 보내 주세요.",
    help=(
        "궁금한 것을 그대로 적어 보내세요. 기사에서 확인한 사실을 날짜, 말한 사람, 출처와 함께 답합니다.\n\n"
        "· 오타, 붙여 쓴 글, 영어 질문도 괜찮습니다.\n"
        "· 이어서 “언제?”, “그 사람은?”처럼 물어도 됩니다.\n"
        "· 단체방에서는 저를 언급하거나 제 글에 답장해 주세요.\n"
        "· 답은 사람이 정리한 자료에서만 나옵니다. 자료에 없으면 없다고 말합니다.\n\n"
        "/topics 주제 목록\n/sources 출처 목록\n/report 틀린 답 알리기\n/help 이 도움말"
    ),
    start="안녕하세요. 통신사의 AI 전략을 기사에서 찾아 답하는 봇입니다.",
    topics="어떤 주제가 궁금하세요?",
    sources="자료로 쓴 기사입니다.",
    unknown_fact="그 사실은 이제 자료에 없습니다. 궁금한 것을 다시 물어 주세요.",
    expired_button="오래된 버튼입니다. 다시 물어 주세요.",
    failed="답을 만들다 문제가 생겼습니다. 잠시 뒤에 다시 물어 주세요.",
)

EN = Messages(
    did_you_mean="Nothing fits exactly. Did you mean one of these? (The facts are in Korean.)",
    not_recorded="That is not in my sources.",
    nothing_about="Nothing is recorded about {names} yet.",
    not_sure="Nothing fits exactly. Ask it by itself to see what comes near.",
    nothing_more="I have no more than that on record.",
    not_covered="I do not cover that ({subject}).",
    covered="I answer from news articles, with date, speaker and source, about the AI strategy of KT, SK Telecom and "
    "LG Uplus, about Korea's AI policy, and the industry around them. The facts are in Korean.",
    try_asking="Try asking:",
    examples=("Why did KT team up with Microsoft?", "How many employees does KT have?", "What is AICC?"),
    as_of_first="As of {date}.",
    conflict="Other sources say otherwise",
    related="See also",
    nothing_typed="Please type a question.",
    only_text="I can only read text. Please type your question.",
    help=(
        "Just type your question, in Korean or English. I answer with facts from news articles: date, speaker and "
        "source included.\n\n"
        "· You can go on with “when?” or “what did he say?”.\n"
        "· In groups, mention me or reply to my message.\n"
        "· Answers come from a curated base only; what is not in it is not answered.\n\n"
        "/topics list of topics\n/sources list of sources\n/report a wrong answer\n/help this help"
    ),
    start="Hello. I answer questions about Korean telcos' AI strategy from news articles.",
    topics="Which topic interests you?",
    sources="These articles are my sources.",
    unknown_fact="That fact is no longer in the base. Please ask again.",
    expired_button="This button is too old. Please ask again.",
    failed="Something went wrong. Please try again in a moment.",
)

BY_LANGUAGE: dict[Language, Messages] = {"ko": KO, "en": EN}


def language_of(code: str | None) -> Language:
    """Choose the language for a client's language code (IETF tag); Korean unless it is English.

    >>> language_of("en-GB"), language_of("ko"), language_of(None), language_of("ja")
    ('en', 'ko', 'ko', 'ko')
    """
    return "en" if code and code.lower().partition("-")[0] == "en" else "ko"
