"""A small valid base about companies that do not exist, to be broken in one place at a time."""

import dataclasses
import pathlib

from telcofacts.knowledge.checks.article import digest
from telcofacts.knowledge.checks.finding import Finding
from telcofacts.knowledge.loading import Location, check_knowledge

ARTICLE = """\
가온텔, 새 언어모델 공개

[가상일보 한바다 기자] 가온텔은 지난 19일 서울에서 '누리 2.0'을 공개했다. 직원은 올 상반기 기준 1만8617명이다.
나하늘 대표는 "파라미터는 1.3빌리언이면 된다"며 내년까지 두 가지 서비스를 내놓겠다고 했다. 지난해 5월엔 GPT-4o도 썼다.
다만 바깥 회사에 기대게 된다는 걱정이 회사 안팎에서 조심스럽게 나오고 있는 상황이다.
"""

FACTS = """\
- id: gaon-nuri-unveiled
  kind: fact
  statement: "가온텔은 2024년 10월 19일 '누리 2.0'을 선보였다."
  short: "2024년 10월 19일"
  as_of: 2024-10-19
  as_of_basis: stated
  sources: [{id: gasang-2024-nuri, at: p2}]
  entities: [gaon, nuri]
  topics: [models]
  questions:
    - "누리 2.0은 언제 나왔습니까?"
    - "누리 새거 언제 나왔어?"
    - "누리 2.0 공개일"
    - "when was Nuri 2.0 unveiled"
  keywords: [출시일, release]
  supersedes: [{id: gaon-nuri-first, how: replaces}]
  reviewed: {by: kim, on: 2024-11-02}

- id: gaon-headcount
  kind: fact
  statement: "가온텔의 직원 수는 2024년 상반기 기준 18,617명이다."
  as_of: 2024-H1
  as_of_basis: stated
  sources: [{id: gasang-2024-nuri, at: p2}]
  entities: [gaon]
  topics: [workforce]
  questions: ["가온텔 직원은 몇 명입니까?", "가온텔 사람 몇이야?", "가온텔 직원 수", "Gaon headcount"]
  conflicts_with: [gaon-headcount-elsewhere]

- id: gaon-parameters
  kind: claim
  statement: "나하늘 대표는 파라미터가 13억 개(1.3B)면 충분하다고 말했다."
  speakers: [{entity: na-haneul, as: "대표", via: said}]
  as_of: 2024-10
  as_of_basis: published
  sources: [{id: gasang-2024-nuri, at: p3}]
  entities: [gaon, na-haneul]
  topics: [models]
  questions: ["나하늘 대표가 말한 파라미터 수는?", "몇 개면 된대?", "가온텔 파라미터", "how many parameters"]

- id: gaon-two-services
  kind: plan
  statement: "나하늘 대표는 서비스 2가지를 2025년까지 내놓겠다고 했다."
  as_of: 2024-10
  as_of_basis: published
  said: 2024-10
  target: 2025
  sources: [{id: gasang-2024-nuri, at: p3}]
  entities: [gaon, na-haneul]
  topics: [models]
  speakers: [{entity: na-haneul, via: said}]
  questions: ["가온텔의 계획은 무엇입니까?", "가온텔 뭐 낸대?", "가온텔 서비스 계획", "Gaon plans"]

- id: gaon-dependence-worry
  kind: opinion
  statement: "가상일보는 가온텔의 외부 의존을 우려했다."
  speakers: [{entity: gasang, as: "한바다 기자", via: article}]
  as_of: 2024-10
  as_of_basis: published
  sources: [{id: gasang-2024-nuri, at: p4}, {id: gasang-2024-nuri, at: p2}]
  entities: [gaon]
  topics: [models]
  questions: ["가온텔의 약점은 무엇입니까?", "뭐가 걱정이래?", "가온텔 우려", "what is the worry"]

- id: gaon-headcount-elsewhere
  kind: fact
  statement: "가온텔 직원은 2024년 상반기 기준 1만9000명이다."
  as_of: 2024-H1
  as_of_basis: stated
  sources: [{id: gasang-2023-note, basis: excerpt}]
  entities: [gaon]
  topics: [workforce]
  questions: ["다른 기사에는 직원이 몇 명입니까?", "딴 데선 몇이라던데?", "가온텔 인원", "Gaon staff"]
  conflicts_with: [gaon-headcount]

- id: gaon-nuri-first
  kind: fact
  statement: "가온텔은 2023년 '누리'를 선보였다."
  as_of: 2023
  as_of_basis: stated
  sources: [{id: gasang-2023-note, basis: excerpt}]
  entities: [gaon, nuri]
  topics: [models]
  questions: ["첫 누리는 언제 나왔습니까?", "누리 처음 나온 게 언제야?", "누리 첫 공개", "first Nuri"]
"""

ENTITIES = """\
- id: gaon
  type: company
  name: "가온텔"
  description: "누리를 만드는 통신사"
  group: [telco]
  aka: [Gaon, "가온 텔레콤"]
  old: [가온통신]
  typo: [가온댈]

- id: nuri
  type: model
  name: "누리"
  description: "가온텔의 언어모델"
  owner: gaon
  aka: ["누리 2.0", Nuri]

- id: na-haneul
  type: person
  name: "나하늘"
  description: "가온텔 대표"
  owner: gaon
  roles: [{entity: gaon, title: "대표", as_of: 2024-10}]

- id: gasang
  type: publisher
  name: "가상일보"
  description: "매체"

- id: eumji
  type: company
  name: "음지소프트"
  description: "다른 회사"
"""

TOPICS = """\
- id: models
  name: "언어모델"
  description: "언어모델"

- id: workforce
  name: "인력"
  description: "직원"
"""

OUT_OF_SCOPE = """\
- id: phone-plans
  name: "요금제"
  examples:
    - "요금제 알려줘"
    - "제일 싼 요금제"
"""

SYNONYMS = """\
- id: staff
  words: [직원, 임직원, staff]

- id: unveil
  words: [공개하다, 선보이다]
"""

FULL_CARD = """\
id: gasang-2024-nuri
url: https://example.com/2024/nuri
url_kind: original
title: "가온텔, 새 언어모델 공개"
publisher: gasang
author: "한바다"
published: 2024-10-22
published_precision: day
accessed: 2024-11-01
access: full
rights: "저작권은 가상일보에 있으며, 이 자료에는 서지와 문단 지문만 있습니다"
file: nuri.txt
paragraphs:
"""

EXCERPT_CARD = """\
id: gasang-2023-note
url: https://example.com/2023/note
url_kind: mirror
title: null
description: "가온텔을 다룬 기사의 일부"
publisher: gasang
published: null
accessed: 2024-11-01
access: excerpt
rights: "저작권은 가상일보에 있습니다"
"""

FACT_FILE = "knowledge/facts/gaon/general.yaml"
ENTITY_FILE = "knowledge/entities/all.yaml"
TOPIC_FILE = "knowledge/topics.yaml"
OUT_OF_SCOPE_FILE = "knowledge/out_of_scope/subjects.yaml"
SYNONYM_FILE = "knowledge/synonyms.yaml"
CARD_FILE = "seeds/gasang-2024-nuri.yaml"
NOTE_FILE = "seeds/gasang-2023-note.yaml"
ARTICLE_FILE = "articles/nuri.txt"


def _paragraphs() -> str:
    rows: list[str] = []
    for number, line in enumerate(ARTICLE.splitlines(), 1):
        if line:
            role = "body" if rows else "title"
            unused = "" if rows else ', unused: "제목"'
            rows.append(f"  - {{p: {len(rows) + 1}, line: {number}, role: {role}, sha256: {digest(line)}{unused}}}\n")
    return "".join(rows)


@dataclasses.dataclass(frozen=True)
class SmallBase:
    """The base in a folder of its own."""

    root: pathlib.Path

    @classmethod
    def write(cls, root: pathlib.Path) -> "SmallBase":
        """Write the valid base."""
        texts = {
            FACT_FILE: FACTS,
            ENTITY_FILE: ENTITIES,
            TOPIC_FILE: TOPICS,
            OUT_OF_SCOPE_FILE: OUT_OF_SCOPE,
            SYNONYM_FILE: SYNONYMS,
            CARD_FILE: FULL_CARD + _paragraphs(),
            NOTE_FILE: EXCERPT_CARD,
            ARTICLE_FILE: ARTICLE,
        }
        for name, text in texts.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return cls(root)

    @property
    def location(self) -> Location:
        """Where its records lie."""
        return Location(self.root / "knowledge", self.root / "seeds")

    def edit(self, file: str, old: str, new: str) -> None:
        """Replace the first place of a text."""
        path = self.root / file
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{old!r} stands nowhere in {file}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    def line_of(self, file: str, text: str) -> int:
        """Return the 1-based line on which a text stands first."""
        lines = (self.root / file).read_text(encoding="utf-8").splitlines()
        return next(number for number, line in enumerate(lines, 1) if text in line)

    def expect(self, rule: str, file: str, at: str) -> None:
        """Assert that the checks find one thing: that rule is broken, on the line where a text stands."""
        findings = self.check()
        assert {finding.rule for finding in findings} == {rule}
        assert [(finding.path, finding.line) for finding in findings] == [(self.root / file, self.line_of(file, at))]
        assert all(finding.record and finding.problem and finding.remedy for finding in findings)

    def check(self, with_articles: bool = False) -> list[Finding]:
        """Run the checks."""
        return check_knowledge(self.location, self.root / "articles" if with_articles else None)
