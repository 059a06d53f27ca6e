"""The source card: the bibliographic record of an article, never its text."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from telcofacts.knowledge.models.common import Date, Id, KeyedRecord, Record, Text
from telcofacts.text.dates import PartialDate

_ADDRESS = r"^https?://[^\s\"<>/?#@]+([/?#][^\s\"<>]*)?$"
"""With a host, and without a user's name before it, which would pass for the host ("https://news.kr@elsewhere.kr/")."""


class Paragraph(Record):
    """A paragraph of an article: its number, line in the stored file, role, and digest instead of its text."""

    p: Annotated[int, Field(ge=1)] = Field(description="문단 번호")
    line: Annotated[int, Field(ge=1)] = Field(description="기사 파일에서의 줄 번호")
    role: Literal["title", "subtitle", "subhead", "caption", "question", "body"] = Field(
        description="제목, 부제, 소제목, 사진 설명, 질문, 본문"
    )
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] = Field(
        description="NFC로 고르고 빈칸을 하나로 줄인 줄의 SHA-256"
    )
    unused: Text | None = Field(None, description="이 문단에서 온 사실이 없는 까닭")


class Source(KeyedRecord):
    """A source card."""

    url: Annotated[str, Field(pattern=_ADDRESS)] = Field(description="기사 주소")
    url_kind: Literal["original", "mirror"] = Field(
        description="original: 매체의 주소 · mirror: 다른 곳이 옮겨 실은 주소"
    )
    archive_url: Annotated[str, Field(pattern=_ADDRESS)] | None = Field(None, description="보존본 주소")
    title: Text | None = Field(description="제목. 모르면 null로 두고 description을 적습니다")
    description: Text | None = Field(None, description="제목을 모를 때 무엇에 관한 기사인지")
    publisher: Id = Field(description="매체의 id")
    author: Text | None = Field(None, description="기자")
    published: Date | None = Field(description="발행일. 모르면 null")
    published_precision: Literal["day", "month", "estimated"] | None = Field(
        None, description="day: 날까지 앎 · month: 달까지 앎 · estimated: 미루어 앎(published_evidence를 적습니다)"
    )
    published_evidence: Text | None = Field(None, description="발행일을 미루어 안 근거")
    published_before: Date | None = Field(None, description="늦어도 이날까지는 나왔음")
    accessed: Date = Field(description="기사를 본 날")
    access: Literal["full", "excerpt"] = Field(description="full: 전문을 봄 · excerpt: 일부만 봄")
    rights: Text = Field(description="저작권이 누구에게 있고 여기에는 무엇만 있는지")
    file: Annotated[str, Field(pattern=r"^[\w.-]+$")] | None = Field(
        None, description="견줄 기사 글의 파일 이름. 없으면 <id>.txt"
    )
    paragraphs: tuple[Paragraph, ...] = Field((), description="문단 번호와 지문. 전문을 본 기사에만")

    @model_validator(mode="after")
    def _says_what_is_known(self) -> "Source":
        if not (self.title or self.description):
            raise ValueError("title도 description도 없습니다 → 제목을 모르면 description을 적으세요")
        if (self.published is None) != (self.published_precision is None):
            raise ValueError("published와 published_precision 가운데 하나만 있습니다 → 둘 다 적거나 둘 다 비우세요")
        if self.published_precision == "estimated" and not self.published_evidence:
            raise ValueError("발행일이 estimated인데 근거가 없습니다 → published_evidence를 적으세요")
        return self

    @property
    def latest_publication(self) -> PartialDate | None:
        """The date by which the article had surely appeared."""
        return self.published_before or self.published
