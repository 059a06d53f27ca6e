"""The records of the fact base, as a curator writes them in YAML."""

from typing import Any

from telcofacts.knowledge.models.common import KeyedRecord, Record
from telcofacts.knowledge.models.entity import Entity, Role
from telcofacts.knowledge.models.fact import Fact, Kind, Review, SourceReference, Speaker, Supersession
from telcofacts.knowledge.models.source import Paragraph, Source
from telcofacts.knowledge.models.vocabulary import OutOfScope, SynonymGroup, Topic

__all__ = [
    "RECORD_TYPES",
    "Entity",
    "Fact",
    "KeyedRecord",
    "Kind",
    "OutOfScope",
    "Paragraph",
    "Record",
    "Review",
    "Role",
    "Source",
    "SourceReference",
    "Speaker",
    "Supersession",
    "SynonymGroup",
    "Topic",
    "as_yaml_data",
]

RECORD_TYPES: dict[str, type[KeyedRecord]] = {
    "facts": Fact,
    "entities": Entity,
    "sources": Source,
    "topics": Topic,
    "out_of_scope": OutOfScope,
    "synonyms": SynonymGroup,
}


def as_yaml_data(record: Record) -> dict[str, Any]:
    """Return a record as a curator would write it: set fields only, `as` for a speaker's title."""
    return record.model_dump(mode="json", by_alias=True, exclude_unset=True)
