"""The entity record: somebody or something that facts are about."""

from typing import Literal

from pydantic import Field

from telcofacts.knowledge.models.common import Date, Description, Id, KeyedRecord, Record, Text


class Role(Record):
    """A post that a person held at a date."""

    entity: Id = Field(description="회사나 기관의 id")
    title: Text = Field(description="직함")
    as_of: Date = Field(description="그 자리에 있던 때")


class Entity(KeyedRecord):
    """Somebody or something that facts are about, with every way of writing its name."""

    type: Literal[
        "company", "person", "institution", "publisher", "product", "model", "programme", "event", "concept"
    ] = Field(description="회사, 사람, 기관, 매체, 제품, 모델, 사업, 행사, 개념")
    name: Text = Field(description="보여 줄 이름")
    description: Description = Field(description="한 줄 설명. 출처가 말하는 것만")
    ambiguous: bool = Field(
        False, description="이름이 흔한 낱말이기도 하면 true(모레, 믿음): 다른 말이 곁에 있어야 알아봅니다"
    )
    aka: tuple[Text, ...] = Field((), description="사람들이 쓰는 다른 이름: 한글, 로마자, 줄임말")
    old: tuple[Text, ...] = Field((), description="옛 이름")
    typo: tuple[Text, ...] = Field((), description="흔한 오타")
    owner: Id | None = Field(None, description="딸린 곳: 제품의 회사, 사람의 직장")
    group: tuple[Id, ...] = Field((), description="속한 무리. telco는 '통신 3사'")
    roles: tuple[Role, ...] = Field((), description="사람의 직함과 그때")

    @property
    def aliases(self) -> tuple[str, ...]:
        """All ways of writing the name, the shown one first."""
        return (self.name, *self.aka, *self.old, *self.typo)
