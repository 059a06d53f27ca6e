"""A local copy of an article, read by the paragraph numbering of its source card."""

import dataclasses
import hashlib
import pathlib
import re
import unicodedata
from collections.abc import Mapping

from telcofacts.knowledge.checks.finding import Draft, Finding, Problem, name_problems
from telcofacts.knowledge.checks.mentioned_dates import DateReader
from telcofacts.knowledge.models import Source
from telcofacts.text.dates import PartialDate


@dataclasses.dataclass(frozen=True)
class Article:
    """An article's paragraphs by locator ("p7"), and the dates that each one names."""

    paragraphs: Mapping[str, str]
    dates: Mapping[str, tuple[PartialDate, ...]]

    @classmethod
    def of(cls, paragraphs: Mapping[str, str], published: PartialDate | None) -> "Article":
        """Read the dates of the paragraphs, which stand in the article's order."""
        reader = DateReader(published)
        dates = {
            at: tuple(date for mention in reader.read(text) for date in mention.dates)
            for at, text in paragraphs.items()
        }
        return cls(paragraphs, dates)


def digest(line: str) -> str:
    """Return the SHA-256 of a line in NFC, with runs of white space made one space and the ends stripped.

    >>> digest(" 가  나 ") == digest("가 나")
    True
    """
    flat = re.sub(r"\s+", " ", unicodedata.normalize("NFC", line)).strip()
    return hashlib.sha256(flat.encode()).hexdigest()


def read_articles(draft: Draft, folder: pathlib.Path) -> tuple[dict[str, Article], list[Finding]]:
    """Read the articles that the source cards name from a folder.

    Returns:
        Articles by source id, and a finding for each file that is missing or whose paragraph is another text.
    """
    articles: dict[str, Article] = {}
    findings: list[Finding] = []
    for source, at in draft.each(Source):
        if not source.paragraphs:
            continue
        path = folder / (source.file or f"{source.id}.txt")
        try:
            text = unicodedata.normalize("NFC", path.read_text(encoding="utf-8-sig"))
        except (OSError, UnicodeDecodeError) as error:
            reason = error.strerror if isinstance(error, OSError) else "UTF-8이 아닙니다"
            problem = at.problem(
                "file", f"기사 {path}: 읽을 수 없습니다({reason})", "--articles에 기사 글이 있는 폴더를 주세요"
            )
            findings += name_problems("article_is_readable", [problem])
            continue
        lines = text.split("\n")
        paragraphs: dict[str, str] = {}
        changed: list[Problem] = []
        for i, paragraph in enumerate(source.paragraphs):
            line = lines[paragraph.line - 1] if paragraph.line <= len(lines) else ""
            if digest(line) != paragraph.sha256:
                what = f"{path.name}의 {paragraph.line}번째 줄이 p{paragraph.p} 문단과 다릅니다"
                changed.append(at.problem(f"paragraphs.{i}", what, "기사가 고쳐졌으면 카드와 사실을 새로 견주세요"))
            paragraphs[f"p{paragraph.p}"] = line
        findings += name_problems("paragraph_is_the_same", changed)
        articles[source.id] = Article.of(paragraphs, source.published)
    return articles, findings


def draft_paragraphs(text: str) -> str:
    r"""Number the lines of an article that are not blank, for a new source card.

    The curator then strikes out what is no part of the article and mends the roles.

    >>> [row.partition(", sha256")[0] for row in draft_paragraphs("제목\n\n첫 문단").splitlines()]
    ['paragraphs:', '  - {p: 1, line: 1, role: body', '  - {p: 2, line: 3, role: body']
    """
    rows = ["paragraphs:"]
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            rows.append(f"  - {{p: {len(rows)}, line: {number}, role: body, sha256: {digest(line)}}}")
    return "\n".join(rows)
