"""Find, read and validate the fact base; a base with an error is never served."""

import contextlib
import dataclasses
import datetime as dt
import hashlib
import pathlib
from collections.abc import Iterator, Mapping, Sequence

import pydantic

from telcofacts.knowledge import checks
from telcofacts.knowledge.base import KnowledgeBase
from telcofacts.knowledge.checks.finding import Draft, Finding, Located, R, name_problems
from telcofacts.knowledge.checks.notes import notes
from telcofacts.knowledge.checks.schema_messages import explain
from telcofacts.knowledge.models import (
    RECORD_TYPES,
    Entity,
    Fact,
    KeyedRecord,
    OutOfScope,
    Source,
    SynonymGroup,
    Topic,
)
from telcofacts.knowledge.yaml_records import YamlError, read_records
from telcofacts.text.dates import SEOUL

TEMPLATE_NAME = "template.yaml"
_PACKAGE = pathlib.Path(__file__).resolve().parents[1]
_MESSAGES_SHOWN = 20


Fingerprint = tuple[tuple[str, int, int], ...]
"""Path, time of the last change (ns) and size (bytes) of each file."""


class KnowledgeError(Exception):
    """The fact base is broken.

    Attributes:
        findings: what is wrong, all of it.
    """

    def __init__(self, findings: list[Finding]) -> None:
        self.findings = findings
        shown = [str(finding) for finding in findings[:_MESSAGES_SHOWN]]
        if len(findings) > _MESSAGES_SHOWN:
            shown.append(f"… 그 밖에 {len(findings) - _MESSAGES_SHOWN}건(telcofacts check로 모두 볼 수 있습니다)")
        super().__init__("\n".join(shown))


@dataclasses.dataclass(frozen=True)
class Location:
    """Where the records lie.

    Attributes:
        knowledge: folder with facts/, entities/, out_of_scope/, topics.yaml, synonyms.yaml.
        seeds: folder with one source card an article.
    """

    knowledge: pathlib.Path
    seeds: pathlib.Path

    @classmethod
    def shipped(cls) -> "Location":
        """Return the base that came with the program: in the installed wheel, or in the source tree.

        Raises:
            KnowledgeError: where neither is there.
        """
        for root in (_PACKAGE / "_shipped", _PACKAGE.parents[1]):
            if (root / "knowledge").is_dir() and (root / "seeds").is_dir():
                return cls(root / "knowledge", root / "seeds")
        raise KnowledgeError(
            [_missing(_PACKAGE, "함께 온 사실 자료(knowledge/, seeds/)가 없습니다", "다시 설치하세요")]
        )

    def files(self) -> Iterator[tuple[str, pathlib.Path]]:
        """Yield (record type, path) of each file, in a fixed order."""
        for kind in ("facts", "entities", "out_of_scope"):
            for path in sorted((self.knowledge / kind).rglob("*.yaml")):
                yield kind, path
        for kind in ("topics", "synonyms"):
            yield kind, self.knowledge / f"{kind}.yaml"
        for path in sorted(self.seeds.glob("*.yaml")):
            yield "sources", path


def fingerprint(location: Location) -> Fingerprint:
    """Return what tells, without reading them, whether the files have changed."""
    found = []
    for folder in (location.knowledge, location.seeds):
        for path in sorted(folder.rglob("*.y*ml")):
            with contextlib.suppress(OSError):  # gone in the meantime: that is a change too
                status = path.stat()
                found.append((str(path), status.st_mtime_ns, status.st_size))
    return tuple(found)


def load_knowledge(location: Location | None = None) -> KnowledgeBase:
    """Load a fact base and check it.

    Args:
        location: where it lies; the base that came with the program where omitted.

    Raises:
        KnowledgeError: where any rule finds anything; the message names file, line, record, and what to write.
    """
    draft, findings = read_draft(location or Location.shipped())
    # A clock that is behind (a board without a battery) must not refuse a base that was in order when it was written.
    read_on = [source.accessed.last for source in draft.base.sources.values()]
    findings = findings or checks.run(dataclasses.replace(draft, today=max([draft.today, *read_on])))
    if findings:
        raise KnowledgeError(findings)
    return draft.base


def check_knowledge(location: Location, articles: pathlib.Path | None = None) -> list[Finding]:
    """Run every rule; with `articles` (a folder with the articles' texts) also those that compare with the text."""
    draft, findings = read_draft(location)
    return findings or checks.run(draft, articles)


def notes_on(location: Location) -> list[Finding]:
    """Return what a curator should look at in a base without findings; it is served all the same."""
    return notes(read_draft(location)[0])


def read_draft(location: Location) -> tuple[Draft, list[Finding]]:
    """Read and validate record by record; rules that look at more than one record have not run yet."""
    findings = list(_missing_folders(location))
    located: dict[type[KeyedRecord], list[Located]] = {record_type: [] for record_type in RECORD_TYPES.values()}
    digest = hashlib.sha256()
    is_there = not findings
    for kind, path in location.files() if is_there else ():
        try:
            raw_records = read_records(path)
        except YamlError as error:
            findings.append(Finding("file_is_readable", error.path, error.line, "", error.problem, error.remedy))
            continue
        for raw in raw_records:
            digest.update(repr(raw.data).encode())
            try:
                record = RECORD_TYPES[kind].model_validate(raw.data, by_alias=True, by_name=False)
            except pydantic.ValidationError as error:
                findings += explain(kind, raw, error)
            else:
                located[type(record)].append(Located(record, raw.path, raw.line, raw.lines))
    if not findings and not located[Fact]:
        remedy = "knowledge/README.md를 보고 facts/ 아래에 첫 사실을 적으세요"
        findings.append(_missing(location.knowledge / "facts", "사실이 하나도 없습니다", remedy))
    findings += _strays(location) if is_there else ()
    for entries in located.values():
        findings += _repeated_ids(entries)
    base = KnowledgeBase(
        facts=_by_id(located, Fact),
        entities=_by_id(located, Entity),
        sources=_by_id(located, Source),
        topics=_by_id(located, Topic),
        out_of_scope=_by_id(located, OutOfScope),
        synonyms=_by_id(located, SynonymGroup),
        version=digest.hexdigest()[:12],
    )
    return Draft(base, located, dt.datetime.now(SEOUL).date()), findings


def _missing_folders(location: Location) -> Iterator[Finding]:
    remedy = "TELCOFACTS_KNOWLEDGE_DIR과 TELCOFACTS_SEEDS_DIR이 가리키는 곳을 확인하세요"
    for folder in (location.knowledge / "facts", location.knowledge / "entities", location.seeds):
        if not _is_folder(folder):
            yield _missing(folder, "폴더가 없습니다", remedy)


def _is_folder(path: pathlib.Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # a name that the system does not take at all
        return False


def _strays(location: Location) -> Iterator[Finding]:
    """Find YAML files that lie where nobody reads them."""
    read = {path for _, path in location.files()} | {location.knowledge / TEMPLATE_NAME}
    for folder in (location.knowledge, location.seeds):
        for path in sorted([*folder.rglob("*.yaml"), *folder.rglob("*.yml")]):
            if path not in read:
                remedy = "확장자를 .yaml로 하고 facts/, entities/, out_of_scope/ 아래, 또는 seeds/ 바로 아래에 두세요"
                yield Finding("file_is_in_its_place", path, 0, "", "읽지 않는 자리에 있는 YAML 파일입니다", remedy)


def _missing(path: pathlib.Path, problem: str, remedy: str) -> Finding:
    return Finding("base_is_there", path, 0, "", problem, remedy)


def _repeated_ids(entries: Sequence[Located]) -> list[Finding]:
    first: dict[str, Located] = {}
    problems = []
    for entry in entries:
        same = first.setdefault(entry.record.id, entry)
        if same is not entry:
            problem = f"같은 id가 {same.path.name}:{same.line}에도 있습니다"
            problems.append(entry.problem("id", problem, "다른 id를 쓰세요. 한번 쓴 id는 다시 쓰지 않습니다"))
    return name_problems("id_is_unique", problems)


def _by_id(located: Mapping[type[KeyedRecord], Sequence[Located]], record_type: type[R]) -> dict[str, R]:
    records: dict[str, R] = {}
    for entry in located[record_type]:
        assert isinstance(entry.record, record_type)
        records.setdefault(entry.record.id, entry.record)
    return records
