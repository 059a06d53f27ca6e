"""What is learnt from a base: which terms its facts have and how much each says, and what every fact holds."""

import contextlib
import dataclasses
import hashlib
import itertools
import json
import logging
import os
import pathlib
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from importlib import metadata
from typing import Any

import numpy as np

from telcofacts.knowledge.base import KnowledgeBase
from telcofacts.knowledge.models import Fact
from telcofacts.matching.grams import NO_GRAMS, Grams
from telcofacts.matching.index import Index
from telcofacts.matching.parties import posts_of
from telcofacts.matching.profile import Profile
from telcofacts.matching.reading import Reader, Reading, Stems, is_tagged, stems_of
from telcofacts.matching.vectors import Terms, Vectoriser
from telcofacts.text.normalise import normalise

TERM_SHARE = 0.25
"""Share of words in the similarity, the rest is jamo n-grams. By share 0.2, 0.25, 0.3, 0.4 the FAQ task of
`tests.bench` has with both noises 91.7, 92.0, 91.6, 91.4 of 100, passages with both 89.9, 89.8, 89.5, 89.5; our own
exams tell no difference."""
_KEPT_FILES = 2
_ABANDONED_SECONDS = 600
_PREFIX = "model-"
_PACKAGE = pathlib.Path(__file__).resolve().parents[1]
_MADE_WITH = ("kiwipiepy", "kiwipiepy_model", "numpy")
_LOG = logging.getLogger(__name__)


@dataclasses.dataclass(frozen=True)
class Model:
    """What is learnt from a base.

    Attributes:
        synonyms: stems of words and phrases → their group.
        vectoriser, index: how like the rows of a fact, or of an out-of-scope subject, a text is.
        profiles: what each fact holds, in the order of the base.
        eojeols: all words between spaces that stand in the rows, well spelt → how many rows have each.
    """

    synonyms: Mapping[Stems, str]
    vectoriser: Vectoriser
    index: Index
    profiles: Sequence[Profile]
    eojeols: Mapping[str, int]

    def words(self) -> frozenset[str]:
        """Return the words that a fact knows, or more than one out-of-scope example: one alone may be misspelt."""
        rarity = (self.vectoriser.idf_of_rows(1) + self.vectoriser.idf_of_rows(2)) / 2
        common = (term for term in self.vectoriser.words if self.vectoriser.idf_of(term) < rarity)
        known = itertools.chain(common, *(profile.knows for profile in self.profiles))
        return frozenset(term for term in known if not is_tagged(term))

    @classmethod
    def learn(cls, base: KnowledgeBase) -> "Model":
        """Learn from the rows of facts and the examples of out-of-scope subjects; takes about a second per 800 rows."""
        synonyms = stems_of(base.synonyms.values())
        reader = Reader(base.entities.values(), synonyms)
        rows = [[normalise(row) for row in rows_of(fact)] for fact in base.facts.values()]
        rows += [[normalise(example) for example in subject.examples] for subject in base.out_of_scope.values()]
        document_of: dict[str, list[int]] = {}
        for number, texts in enumerate(rows):
            for text in texts:
                document_of.setdefault(text, []).append(number)
        readings: dict[str, Reading] = {}
        owners: list[int] = []

        def vectorised() -> Iterator[tuple[Terms, Grams]]:
            for reading in reader.read_all(document_of):
                readings[reading.text] = dataclasses.replace(reading, grams=NO_GRAMS)
                for owner in document_of[reading.text]:
                    owners.append(owner)
                    yield reading.terms, reading.grams

        whose = {entity.id: entity.owner for entity in base.entities.values() if entity.owner}
        posts = {entity.id: posts_of(entity) for entity in base.entities.values()}
        vectoriser, vectors = Vectoriser.fit(vectorised(), TERM_SHARE)
        return cls(
            synonyms=synonyms,
            vectoriser=vectoriser,
            index=Index.learn(vectors, owners, len(rows), len(vectoriser.idf), len(base.facts)),
            profiles=[
                Profile.of(fact, [readings[text] for text in texts], base.opposites, whose, posts)
                for fact, texts in zip(base.facts.values(), rows, strict=False)
            ],
            eojeols=Counter(itertools.chain.from_iterable(set(text.split()) for text in document_of)),
        )

    @classmethod
    def stored(cls, base: KnowledgeBase, folder: pathlib.Path) -> "Model":
        """Return what was learnt from a base before; learn it, and store it for the next start, where it was not.

        Args:
            base: the base, as it was loaded: its version names the file.
            folder: where it is stored. One that cannot be written to costs time at every start and nothing else.
        """
        path = path_of(base, folder)
        try:
            model = cls._load(path, base)
        except FileNotFoundError:
            pass
        except Exception as error:  # noqa: BLE001 - a damaged file raises anything, and costs no more than a missing one
            _LOG.warning("저장해 둔 %s을(를) 읽을 수 없어 다시 배웁니다: %s", path.name, error)
        else:
            with contextlib.suppress(OSError):  # a file of an image, which nobody may write to
                path.touch()  # the oldest files go first, and this one is in use
            return model
        model = cls.learn(base)
        try:
            model._save(path)
        except OSError as error:
            _LOG.info("배운 것을 %s에 저장하지 못했습니다(다음 시작도 느립니다): %s", folder, error.strerror)
        return model

    def _save(self, path: pathlib.Path) -> None:
        described = {
            "synonyms": [[*stems, group] for stems, group in self.synonyms.items()],
            "word_share": self.vectoriser.word_share,
            "words": list(self.vectoriser.words),
            "row_count": self.vectoriser.row_count,
            "profiles": [[dict(profile.knows), sorted(profile.numbers)] for profile in self.profiles],
            "eojeols": self.eojeols,
        }
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=_PREFIX, suffix=".tmp", delete=False) as file:
            try:
                np.savez(
                    file,
                    described=np.frombuffer(json.dumps(described, ensure_ascii=False).encode(), np.uint8),
                    grams=self.vectoriser.grams,
                    idf=self.vectoriser.idf,
                    starts=self.index.starts,
                    documents=self.index.documents,
                    weights=self.index.weights,
                    common=self.index.common,
                    dense=self.index.dense,
                )
                file.close()
                pathlib.Path(file.name).replace(path)
            except BaseException:
                pathlib.Path(file.name).unlink(missing_ok=True)
                raise
        _tidy(path.parent)

    @classmethod
    def _load(cls, path: pathlib.Path, base: KnowledgeBase) -> "Model":
        with path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
            described: dict[str, Any] = json.loads(stored["described"].tobytes())
            index = Index(*(stored[name] for name in ("starts", "documents", "weights", "common", "dense")))
            grams, idf = stored["grams"], stored["idf"]
        if len(described["profiles"]) != len(base.facts) or index.size != len(base.facts) + len(base.out_of_scope):
            raise ValueError("사실의 수가 다릅니다")
        return cls(
            synonyms={tuple(stems): group for *stems, group in described["synonyms"]},
            vectoriser=Vectoriser(described["word_share"], described["words"], grams, idf, described["row_count"]),
            index=index,
            profiles=[Profile(knows, frozenset(numbers)) for knows, numbers in described["profiles"]],
            eojeols=described["eojeols"],
        )


def path_of(base: KnowledgeBase, folder: pathlib.Path) -> pathlib.Path:
    """Return the file for what is learnt from a base: its name is a digest of all that it is made from."""
    digest = hashlib.sha256(base.version.encode())
    for module in sorted(_PACKAGE.rglob("*.py")):
        digest.update(module.read_bytes())
    for name in _MADE_WITH:
        digest.update(metadata.version(name).encode())
    return folder / f"{_PREFIX}{digest.hexdigest()[:16]}.npz"


def _tidy(folder: pathlib.Path) -> None:
    """Remove what was learnt from former bases, and what a kill left half written."""
    for pattern, kept in ((f"{_PREFIX}*.npz", _KEPT_FILES), (f"{_PREFIX}*.tmp", 0)):
        with contextlib.suppress(OSError):  # another process may tidy up too
            newest = sorted(folder.glob(pattern), key=os.path.getmtime, reverse=True)
            for old in newest[kept:]:
                if kept or time.time() - old.stat().st_mtime > _ABANDONED_SECONDS:
                    old.unlink(missing_ok=True)


def rows_of(fact: Fact) -> Sequence[str]:
    """Return the texts by which a fact is found: its questions, its statement, its keywords."""
    return [*fact.questions, f"{fact.statement} {fact.short or ''}", " ".join(fact.keywords)]
