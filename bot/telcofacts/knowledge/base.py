"""The loaded fact base and the views computed from it."""

import dataclasses
import functools
import itertools
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from telcofacts.knowledge.models import Entity, Fact, OutOfScope, Source, Supersession, SynonymGroup, Topic

TELCO_GROUP = "telco"
_MOST_RELATED = 16


@dataclasses.dataclass(frozen=True)
class KnowledgeBase:
    """All records by id, in file order; references between them hold (see `checks`). Nothing of it can be changed.

    Attributes:
        version: digest of the files, first 12 hexadecimal digits.
    """

    facts: Mapping[str, Fact]
    entities: Mapping[str, Entity]
    sources: Mapping[str, Source]
    topics: Mapping[str, Topic]
    out_of_scope: Mapping[str, OutOfScope]
    synonyms: Mapping[str, SynonymGroup]
    version: str

    def __post_init__(self) -> None:
        for name in ("facts", "entities", "sources", "topics", "out_of_scope", "synonyms"):
            object.__setattr__(self, name, MappingProxyType(dict(getattr(self, name))))

    @functools.cached_property
    def superseded_by(self) -> Mapping[str, tuple[Supersession, ...]]:
        """For each outdated fact the facts that came after it; `id` is the newer fact's."""
        later: dict[str, list[Supersession]] = {}
        for fact in self.facts.values():
            for link in fact.supersedes:
                later.setdefault(link.id, []).append(Supersession(id=fact.id, how=link.how))
        return MappingProxyType({old: tuple(links) for old, links in later.items()})

    @functools.cached_property
    def by_topic(self) -> Mapping[str, tuple[Fact, ...]]:
        """Facts of each topic, newest first."""
        return self._grouped(lambda fact: fact.topics)

    @functools.cached_property
    def by_source(self) -> Mapping[str, tuple[Fact, ...]]:
        """Facts of each source, newest first."""
        return self._grouped(lambda fact: [reference.id for reference in fact.sources])

    @functools.cached_property
    def by_entity(self) -> Mapping[str, tuple[Fact, ...]]:
        """Facts about each entity, newest first."""
        return self._grouped(lambda fact: fact.entities)

    @functools.cached_property
    def groups(self) -> Mapping[str, tuple[str, ...]]:
        """Members of each group, in file order."""
        members: dict[str, list[str]] = {}
        for entity in self.entities.values():
            for group in entity.group:
                members.setdefault(group, []).append(entity.id)
        return MappingProxyType({group: tuple(ids) for group, ids in members.items()})

    @functools.cached_property
    def opposites(self) -> Mapping[str, frozenset[str]]:
        """For each group of synonyms those that mean the opposite; the other direction is computed."""
        found: dict[str, set[str]] = {}
        for group in self.synonyms.values():
            for opposite in group.opposites:
                found.setdefault(group.id, set()).add(opposite)
                found.setdefault(opposite, set()).add(group.id)
        return MappingProxyType({group: frozenset(others) for group, others in found.items()})

    @functools.cached_property
    def reversing(self) -> frozenset[str]:
        """Groups of synonyms that turn around all that is said with them."""
        return frozenset(group.id for group in self.synonyms.values() if group.reverses)

    def companies_of(self, fact: Fact) -> tuple[str, ...]:
        """Return the telecom companies that a fact is about."""
        telcos = self.groups.get(TELCO_GROUP, ())
        return tuple(entity for entity in fact.entities if entity in telcos)

    def related(self, fact: Fact, limit: int = 4) -> tuple[Fact, ...]:
        """Return facts worth reading next: linked ones, then those that share most entities and topics."""
        if fact.id not in self._related:
            self._related[fact.id] = self._nearest_to(fact)
        return self._related[fact.id][:limit]

    @functools.cached_property
    def _related(self) -> dict[str, tuple[Fact, ...]]:
        return {}  # filled as facts are shown, for it takes longer than to find a fact

    def _nearest_to(self, fact: Fact) -> tuple[Fact, ...]:
        newer = (link.id for link in self.superseded_by.get(fact.id, ()))
        linked = dict.fromkeys([*(link.id for link in fact.supersedes), *newer, *fact.conflicts_with])
        nearness: dict[str, float] = {}
        shared = [self.by_entity[entity] for entity in fact.entities] + [self.by_topic[topic] for topic in fact.topics]
        for neighbours in shared:
            for other in neighbours:
                # What many facts share says little about nearness: KT stands in most of them.
                nearness[other.id] = nearness.get(other.id, 0) + 1 / len(neighbours)
        near = sorted(nearness, key=nearness.__getitem__, reverse=True)
        ids = dict.fromkeys([*linked, *near, *self.facts])
        return tuple(self.facts[id_] for id_ in itertools.islice(ids, _MOST_RELATED + 1) if id_ != fact.id)

    def _grouped(self, keys: Callable[[Fact], Iterable[str]]) -> Mapping[str, tuple[Fact, ...]]:
        groups: dict[str, list[Fact]] = {}
        for fact in sorted(self.facts.values(), key=lambda fact: fact.as_of.last, reverse=True):
            for key in dict.fromkeys(keys(fact)):
                groups.setdefault(key, []).append(fact)
        return MappingProxyType({key: tuple(facts) for key, facts in groups.items()})
