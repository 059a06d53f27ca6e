"""Records about words: topics, subjects out of scope, synonyms."""

from typing import Annotated, Literal

from pydantic import Field

from telcofacts.knowledge.models.common import Description, Id, KeyedRecord, Text


class Topic(KeyedRecord):
    """A subject that facts are grouped under."""

    name: Text = Field(description="보여 줄 이름")
    description: Description = Field(description="한 줄 설명")
    aka: tuple[Text, ...] = Field((), description="사람들이 쓰는 다른 이름")


class OutOfScope(KeyedRecord):
    """A subject that people ask about and the base does not cover, with examples that lead to the fallback."""

    name: Text = Field(description="보여 줄 이름. 예: 요금제")
    reply: Text | None = Field(None, description="인사처럼 먼저 대꾸할 말이 있을 때")
    verdict: Literal["good", "bad"] | None = Field(
        None, description="앞선 답이 맞았다(good), 틀렸다(bad)는 말일 때. 그 답의 사실에 대한 의견으로 적어 둡니다"
    )
    unrecorded: bool = Field(
        False, description="다루는 대상의 기록하지 않은 내용이면 true: 다루지 않는다고 하지 않고 자료에 없다고 답합니다"
    )
    elsewhere: bool = Field(
        False,
        description="다른 회사나 제품의 일이면 true: 기록한 이름과 낱말뿐인 물음에는 다루지 않는다고 하지 않습니다",
    )
    examples: Annotated[tuple[Text, ...], Field(min_length=1)] = Field(description="사람들이 묻는 말")


class SynonymGroup(KeyedRecord):
    """Words that mean the same in this domain, Korean and English."""

    words: Annotated[tuple[Text, ...], Field(min_length=2)] = Field(
        description="이 분야에서 같은 뜻인 낱말들. 동사는 '줄이다'처럼 '다'로 끝냅니다"
    )
    opposites: tuple[Id, ...] = Field(
        (), description="뜻이 반대인 묶음. 한쪽에만 적습니다. 반대로 넘겨짚어 물으면 답으로 내놓지 않습니다"
    )
    reverses: bool = Field(
        False,
        description="말 전체를 뒤집는 낱말들인지('철수', '금지'). 물음에만 있고 사실에 없으면 답으로 내놓지 않습니다",
    )
