"""An utterance as the matcher sees it: entities, weighted terms, jamo n-grams, numbers, and what is asked for."""

import dataclasses
import functools
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from telcofacts.knowledge.models import Entity, SynonymGroup
from telcofacts.matching.aliases import AliasIndex, Mention
from telcofacts.matching.asker import blank, told_of_oneself
from telcofacts.matching.grams import Grams, grams, joined
from telcofacts.matching.morphemes import Morpheme, analyse, analyse_all
from telcofacts.matching.parties import Parties
from telcofacts.matching.questions import WHO, asked_for, left_open, spans_of
from telcofacts.text.numbers import numbers_by_sort

ENTITY_WEIGHT = 0.6
GROUP_WEIGHT = 1.4
ASKS_WEIGHT = 0.8
"""What is asked for tells little where much is said (strangers' questions are answered as well without), but most where
next to nothing is: "왜?", "KT 대표 알려주세요"."""
_LONGEST_SYNONYM = 3
_LITTLE = 2
"""Words up to which an utterance says little."""
_PREDICATES = frozenset({"VV", "VA"})
_DERIVING = frozenset({"XSV", "XSA"})
"""Sejong tags of verbs and adjectives, and of what makes a noun one: 공개 + 하."""
Stems = tuple[str, ...]
"""The forms under which the morphemes of a word or phrase are indexed."""

ENGLISH_STOPWORDS = frozenset(
    "a an the of to in on at for by with from as is are was were be been do does did has have had it its this "  # noqa: SIM905
    "that these those and or but not what which who whom whose when where why how many much will would can could "
    "should may might about into than then there their they he she his her him them you your we our us i me my so "
    "if any some no yes s t re ve ll d tell know please give now current currently".split()
)
_STOPWORDS = re.compile(rf"(?<!&)\b(?:{'|'.join(sorted(ENGLISH_STOPWORDS))})\b(?!&)", re.IGNORECASE | re.ASCII)
_TELL = frozenset({"알리", "설명", "이름"})


class Word(NamedTuple):
    """A content word outside the names.

    Attributes:
        form: the form under which it is indexed.
        group: its group of synonyms.
        start: where it begins in the text.
        end: where it ends.
        in_dictionary: it is a word of the language, not a guess of the analyser.
        is_name: it is a name that everybody knows, of a place or a company, say.
        is_predicate: it tells what is done or how something is, and not of what: 만들었어, 공개했어.
    """

    form: str
    group: str | None
    start: int
    end: int
    in_dictionary: bool = True
    is_name: bool = False
    is_predicate: bool = False


@dataclasses.dataclass(frozen=True)
class Reading:
    """A text ready for matching.

    Attributes:
        text: the normalised text.
        mentions: entities that it names.
        words: content words outside the names and what is told of oneself (see `told_of_oneself`), in their order, each
            form once.
        terms: entities ("e:kt"), words, synonym groups ("s:reduce-staff") and question types ("q:who"), weighted.
        grams: jamo n-grams of the rest of the text with every name written in its first form.
        numbers: the numbers in it (see `numbers_by_sort`), so that 1만8617 and 18,617 are one.
        asks: what its question words ask for.
        pairs: who is said to be together with whom (see `Parties.pairs`).
        misplaces: whether somebody is given a post where nobody has recorded them.
        left_open: groups of synonyms that stand where it offers alternatives, or asks if it is so.
        posts: words that tell of what somebody named is the head.
        heads: of what the head is asked for (see `Parties.heads`).
        is_garbled: whether there is a word in it that is none, as it was typed: misspelt, or a name that nobody knows.
        background: what was said before it: the beginning of a long message, or the turn that it follows up.
    """

    text: str
    mentions: tuple[Mention, ...]
    words: tuple[Word, ...]
    terms: Mapping[str, float]
    grams: Grams = dataclasses.field(compare=False)
    numbers: frozenset[str]
    asks: frozenset[str]
    pairs: frozenset[str] = frozenset()
    misplaces: bool = False
    left_open: frozenset[str] = frozenset()
    posts: frozenset[str] = frozenset()
    heads: frozenset[str] = frozenset()
    is_garbled: bool = False
    background: "Reading | None" = None

    def joined_with(self, other: "Reading") -> "Reading":
        """Return what this text and another say together, for a background."""
        terms = {**self.terms, **other.terms}
        text = f"{self.text} {other.text}"
        return dataclasses.replace(self, text=text, terms=terms, grams=joined(self.grams, other.grams))

    @functools.cached_property
    def entities(self) -> tuple[str, ...]:
        """Ids of the entities named for sure, each once."""
        return tuple(dict.fromkeys(mention.entity for mention in self.mentions if not mention.ambiguous))

    def granted(self, opposites: Mapping[str, Collection[str]]) -> frozenset[str]:
        """Return the groups of synonyms that it takes for granted, not those of "does it narrow or widen?".

        Args:
            opposites: groups → those that mean the opposite.
        """
        groups = {word.group for word in self.words if word.group}
        return frozenset(group for group in groups - self.left_open if groups.isdisjoint(opposites.get(group, ())))

    @functools.cached_property
    def only_asks(self) -> bool:
        """Whether it has nothing but a question word: "왜?", "나이는?"."""
        return not self.entities and not self.topics

    @property
    def says_no_subject(self) -> bool:
        """Whether it says little but what is done, and not by whom or with what: "누가 만들었어?"."""
        is_short = self.background is None and not self.mentions and len(self.topics) <= _LITTLE
        return is_short and all(word.is_predicate for word in self.topics)

    @functools.cached_property
    def topics(self) -> tuple[Word, ...]:
        """Words that are no part of a question word."""
        spans = spans_of(self.text)
        return tuple(word for word in self.words if not any(a <= word.start < b for a, b in spans))


class Reader:
    """Reads utterances and rows alike."""

    def __init__(
        self, entities: Iterable[Entity], synonyms: Mapping[Stems, str], vocabulary: Iterable[str] = ()
    ) -> None:
        """Take what tells names and words.

        Args:
            entities: what has names.
            synonyms: the group of words that mean the same (see `stems_of`).
            vocabulary: words of the base, so no misspelt names; none while its own rows are read.
        """
        entities = list(entities)
        self.aliases = AliasIndex(entities)
        self._parties = Parties(entities)
        self._names = {entity.id: entity.name for entity in entities}
        self._synonyms = synonyms
        self._vocabulary = frozenset(vocabulary)

    def read_all(self, texts: Iterable[str]) -> Iterator[Reading]:
        """Read many normalised, well-spelt rows, each once and whole; one by one: their n-grams are much to hold."""
        return (self._read(text, morphemes, exactly=True) for text, morphemes in analyse_all(texts))

    def read(self, text: str, *, exactly: bool = False) -> Reading:
        """Read a normalised text.

        Args:
            text: the text.
            exactly: leave out misspelt names, in a text that is beside the point, and take all of it for what is asked.
        """
        return self._read(text, analyse(text), exactly=exactly)

    def _read(self, text: str, morphemes: Sequence[Morpheme], *, exactly: bool) -> Reading:
        known = [m for m in morphemes if m.form in self._vocabulary] if not exactly else []
        mentions = self.aliases.link(text, morphemes, known=None if exactly else known)
        names = [m.start for m in morphemes if m.is_known_name]
        oneself = [] if exactly else told_of_oneself(text, names, [mention.start for mention in mentions])
        morphemes = [m for m in morphemes if not any(a <= m.start < b for a, b in oneself)]
        words = self._words(morphemes, mentions)
        asked = blank(text, oneself)
        outside = blank(asked, [(mention.start, mention.end) for mention in mentions])
        asks = asked_for(outside)  # 고학수 is no number of anything
        if not asks and any(mention.by_title for mention in mentions) and _TELL.issuperset(word.form for word in words):
            asks = frozenset({WHO})  # "KT 대표는?", "KT 대표 알려줘"
        terms: dict[str, float] = {}
        for mention in mentions:
            weight = ENTITY_WEIGHT * (0.5 if mention.ambiguous else 1.0)
            terms[f"e:{mention.entity}"] = weight
        for word in words:
            terms[word.form] = 1.0
            if word.group:
                terms[f"s:{word.group}"] = GROUP_WEIGHT
        for kind in asks:
            terms[f"q:{kind.partition(':')[0]}"] = ASKS_WEIGHT
        numbers = numbers_by_sort(outside)
        spans = left_open(text)
        posts = self._parties.posts(text, mentions, [word.start for word in words if word.is_name])
        return Reading(
            text,
            tuple(mentions),
            words,
            terms,
            self._grams(asked, mentions),
            numbers,
            asks,
            pairs=self._parties.pairs(text, mentions),
            misplaces=self._parties.misplaces(text, mentions),
            left_open=frozenset(
                word.group for word in words if word.group and any(a <= word.start < b for a, b in spans)
            ),
            heads=self._parties.heads(text, mentions),
            posts=frozenset(word.form for word in words if any(a <= word.start < b for a, b in posts)),
        )

    def _words(self, morphemes: Sequence[Morpheme], mentions: Sequence[Mention]) -> tuple[Word, ...]:
        covered = {i for mention in mentions if not mention.ambiguous for i in range(mention.start, mention.end)}
        stems = [(m, stem) for m in morphemes if m.start not in covered and (stem := stem_of(m))]
        derived = {m.start for m in morphemes if m.tag in _DERIVING}
        words: dict[str, Word] = {}
        i = 0
        while i < len(stems):
            for length in range(_LONGEST_SYNONYM, 0, -1):
                group = self._synonyms.get(tuple(stem for _, stem in stems[i : i + length]))
                if group or length == 1:
                    for morpheme, stem in stems[i : i + length]:
                        if group or stem not in words:
                            words[stem] = Word(
                                stem,
                                group,
                                morpheme.start,
                                morpheme.end,
                                morpheme.in_dictionary,
                                morpheme.is_known_name,
                                morpheme.tag in _PREDICATES or morpheme.end in derived,
                            )
                    i += length
                    break
        return tuple(words.values())

    def _grams(self, text: str, mentions: Sequence[Mention]) -> Grams:
        pieces, at = [], 0
        for mention in mentions:
            pieces += [text[at : mention.start], self._names[mention.entity]]
            at = mention.end
        return grams(_STOPWORDS.sub(" ", "".join([*pieces, text[at:]])))


def stems_of(groups: Iterable[SynonymGroup]) -> dict[Stems, str]:
    """Analyse the words of groups of synonyms: the stems of each, and its group; the first group that has it."""
    groups = list(groups)
    analysed = dict(analyse_all(word for group in groups for word in group.words))
    synonyms: dict[Stems, str] = {}
    for group in groups:
        for word in group.words:
            if stems := tuple(stem for morpheme in analysed[word] if (stem := stem_of(morpheme))):
                synonyms.setdefault(stems, group.id)
    return synonyms


def is_tagged(term: str) -> bool:
    """Tell whether a term is no word but an entity ("e:kt"), a group of synonyms or a sort of question."""
    return term[1:2] == ":"


def stem_of(morpheme: Morpheme) -> str | None:
    """Return the form under which a morpheme is indexed, None where it carries no meaning."""
    if (
        not morpheme.is_content
        or morpheme.form in ENGLISH_STOPWORDS
        or (morpheme.tag == "SN" and len(morpheme.form) == 1)
    ):
        return None
    return morpheme.form
