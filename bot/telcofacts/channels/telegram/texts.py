"""What only Telegram needs said: buttons, lists, and the command menu."""

import dataclasses
from collections.abc import Mapping

from telcofacts.rendering.messages import Language


@dataclasses.dataclass(frozen=True)
class Texts:
    """Texts of the buttons and lists.

    Attributes:
        privacy: what is kept of people, whatever the settings say.
        privacy_questions: that questions without an answer are kept, for `{days}` days.
        privacy_no_questions: that they are not.
        privacy_forget: how to have it deleted.
        forgotten: that it is deleted.
        how_to_report: what to write behind /report.
        reported, reported_fact, reported_no_fact: that it is kept, and of which fact; that of none.
        not_reported: that it could not be kept.
        takes_no_reports: that this bot keeps none.
        commands: what the menu says of each command.
    """

    previous: str
    following: str
    page: str
    count: str
    all_topics: str
    unknown_topic: str
    ask_the_bot: str
    privacy: str
    privacy_questions: str
    privacy_no_questions: str
    privacy_forget: str
    forgotten: str
    how_to_report: str
    reported: str
    reported_fact: str
    reported_no_fact: str
    not_reported: str
    takes_no_reports: str
    commands: Mapping[str, str]


KO = Texts(
    previous="‹ 이전",
    following="다음 ›",
    page="{page}/{pages}쪽",
    count="{count}건",
    all_topics="주제 목록",
    unknown_topic="그 주제는 이제 자료에 없습니다. /topics에서 다시 골라 주세요.",
    ask_the_bot="찾지 못했습니다 · 봇에게 묻기",
    privacy=(
        "이름과 사용자 이름은 적지 않습니다. 보내신 메시지는 답할 때까지만 적어 두고, 답을 보내면 지웁니다. "
        "오류로 끝내 답하지 못한 메시지만 더 두었다가 기한이 지나면 지웁니다. "
        "이어 묻기를 위해 마지막 질문을 전화번호 따위를 가려 잠시 적어 둡니다."
    ),
    privacy_questions=(
        "답하지 못한 질문과 답에 대한 의견은 전화번호·주민등록번호·이메일·카드 번호를 가리고, 누구의 것인지 알 수 없게 "
        "{days}일 동안 적어 둡니다. 빠지거나 틀린 내용을 고치는 데에만 씁니다."
    ),
    privacy_no_questions="답하지 못한 질문과 답에 대한 의견은 적어 두지 않습니다.",
    privacy_forget="/forget_me를 보내면 적어 둔 것을 바로 지우고 되살리지 않습니다.",
    forgotten="적어 둔 것을 모두 지웠습니다.",
    how_to_report="틀린 답을 보셨다면 /report 뒤에 무엇이 다른지 적어 보내 주세요.\n보기: /report 날짜가 기사와 달라요",
    reported="알려 주셔서 고맙습니다. 자료를 고치는 사람이 확인합니다.",
    reported_fact="“{fact}”의 답에 대한 말씀으로 적었습니다.",
    reported_no_fact="어느 답인지 적지 못했으니, 그 답에 답장으로 /report를 보내시면 더 빨리 고칩니다.",
    not_reported="지금은 적어 두지 못했습니다. 잠시 뒤에 다시 보내 주세요.",
    takes_no_reports="이 봇은 의견을 적어 두지 않습니다.",
    commands={
        "start": "인사와 질문 보기",
        "topics": "주제별로 보기",
        "sources": "출처로 쓴 기사",
        "report": "틀린 답 알리기",
        "help": "쓰는 법",
        "privacy": "무엇을 적어 두는지",
        "forget_me": "내 기록 지우기",
    },
)

EN = Texts(
    previous="‹ Back",
    following="Next ›",
    page="page {page} of {pages}",
    count="{count} facts",
    all_topics="All topics",
    unknown_topic="That topic is no longer in the base. Please choose again in /topics.",
    ask_the_bot="Nothing found · ask the bot",
    privacy=(
        "Names and usernames are not kept. Your message is kept until it is answered and erased then; one that could "
        "not be answered because of an error is kept longer, and erased after a set time. For follow-ups, your last "
        "question is kept for a while, with phone numbers and the like masked."
    ),
    privacy_questions=(
        "Questions without an answer, and what you say of answers, are kept for {days} days, with phone, resident "
        "registration and card numbers and e-mail addresses masked, under a key that does not tell whose they are; "
        "only to mend what is missing or wrong."
    ),
    privacy_no_questions="Questions without an answer, and what you say of answers, are not kept.",
    privacy_forget="/forget_me deletes what is kept of you, at once and for good.",
    forgotten="All that was kept of you is deleted.",
    how_to_report="If an answer was wrong, write what is wrong behind /report.\nFor example: /report the date differs",
    reported="Thank you. Whoever keeps the facts will look at it.",
    reported_fact="It is noted for the answer to “{fact}”.",
    reported_no_fact="It does not say which answer: send /report as a reply to that answer to have it mended sooner.",
    not_reported="It could not be noted just now. Please send it again in a moment.",
    takes_no_reports="This bot keeps no comments.",
    commands={
        "start": "Greeting and examples",
        "topics": "Browse by topic",
        "sources": "The articles used",
        "report": "Report a wrong answer",
        "help": "How to ask",
        "privacy": "What is kept",
        "forget_me": "Delete what is kept of me",
    },
)

BY_LANGUAGE: dict[Language, Texts] = {"ko": KO, "en": EN}
