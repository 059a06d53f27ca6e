"""The fact record."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from telcofacts.knowledge.models.common import (
    MAX_QUESTIONS,
    MIN_QUESTIONS,
    SHORT_LIMIT,
    STATEMENT_LIMIT,
    Date,
    Id,
    KeyedRecord,
    Locator,
    Record,
    Text,
)


class Kind(StrEnum):
    """What sort of statement a fact is."""

    FACT = "fact"
    DEFINITION = "definition"
    PLAN = "plan"
    CLAIM = "claim"
    OPINION = "opinion"
    FORECAST = "forecast"

    @property
    def needs_speaker(self) -> bool:
        """Whether the statement is true only of somebody who said it."""
        return self in (Kind.CLAIM, Kind.OPINION, Kind.FORECAST)


class Speaker(Record):
    """Who says so."""

    entity: Id = Field(description="말한 사람·회사·기관의 id. via가 article이면 매체의 id")
    title: Text | None = Field(None, alias="as", description="말할 때의 직함. 출처가 적은 대로")
    via: Literal["said", "unnamed", "article"] = Field(
        description="said: 이름을 밝힌 말 · unnamed: 이름 없는 관계자의 말 · article: 기자 자신의 판단"
    )


class SourceReference(Record):
    """Where a fact stands: a source card, and the paragraph in it or the remark that only an excerpt was seen."""

    id: Id = Field(description="출처 카드의 id")
    at: Locator | None = Field(None, description="문단 번호. 예: p9")
    basis: Literal["excerpt"] | None = Field(None, description="문단 번호가 없는, 일부만 본 출처일 때 excerpt")


class Supersession(Record):
    """How this fact relates to an older one."""

    id: Id = Field(description="먼저 나온 사실의 id")
    how: Literal["replaces", "delays", "fulfils", "cancels", "corrects"] = Field(
        description="replaces: 대신함 · delays: 미룸 · fulfils: 이룸 · cancels: 그만둠 · corrects: 바로잡음"
    )


class Review(Record):
    """Who compared the record with its source, and when."""

    by: Text = Field(description="출처와 견주어 본 사람")
    on: Date = Field(description="견주어 본 날")


class Fact(KeyedRecord):
    """One proposition with its date, speaker and source."""

    kind: Kind = Field(
        description="fact: 보도된 일 · definition: 무엇인지 · plan: 하려는 일 · claim: 누가 그렇다고 한 말 · "
        "opinion: 판단·바람·걱정 · forecast: 내다봄"
    )
    statement: Text = Field(
        description=f"우리말로 새로 쓴 한 문장, {STATEMENT_LIMIT}자까지. 수·이름·날짜는 정확히, '올해' 같은 말 없이",
        json_schema_extra={"maxLength": STATEMENT_LIMIT},
    )
    short: Text | None = Field(
        None,
        description=f"누가·언제·얼마에 대한 짧은 답, {SHORT_LIMIT}자까지",
        json_schema_extra={"maxLength": SHORT_LIMIT},
    )
    speakers: tuple[Speaker, ...] = Field((), description="말한 사람들. claim, opinion, forecast에는 꼭 적습니다")
    as_of: Date = Field(description="그러했던 때: 2024, 2024-H1, 2024-Q3, 2024-10, 2024-10-02")
    as_of_basis: Literal["stated", "inferred", "published"] = Field(
        description="stated: 출처가 때를 말함 · inferred: 미루어 앎 · published: 현재형이라 발행일로 봄"
    )
    said: Date | None = Field(None, description="말한 때. as_of와 다를 때만")
    target: Date | None = Field(None, description="계획과 전망이 겨냥한 때")
    sources: Annotated[tuple[SourceReference, ...], Field(min_length=1)] = Field(
        description="근거. 첫째가 내용을 담은 문단이고, 이름이나 수가 다른 문단에 있으면 그 문단도 적습니다"
    )
    entities: Annotated[tuple[Id, ...], Field(min_length=1)] = Field(
        description="다루는 것들의 id. 누구의 전략인지가 맨 앞"
    )
    topics: Annotated[tuple[Id, ...], Field(min_length=1)] = Field(description="주제의 id")
    questions: tuple[Text, ...] = Field(
        (),
        description=f"사람들이 묻는 말 {MIN_QUESTIONS}~{MAX_QUESTIONS}개. 문장을 보지 않은 사람이 씁니다",
        json_schema_extra={"minItems": MIN_QUESTIONS, "maxItems": MAX_QUESTIONS},
    )
    keywords: tuple[Text, ...] = Field((), description="문장에 없지만 사람들이 칠 만한 낱말")
    supersedes: tuple[Supersession, ...] = Field((), description="이 사실보다 먼저 나온, 이제 달라진 사실")
    conflicts_with: tuple[Id, ...] = Field((), description="다르게 말하는 사실의 id. 양쪽에 적습니다")
    reviewed: Review | None = Field(None, description="출처와 견주어 본 기록")
