"""The base that is shipped passes its own check."""

import pathlib

from telcofacts.knowledge.loading import Location, check_knowledge

ARTICLES = pathlib.Path(__file__).parents[3] / "shared" / "seeds"
"""Where the articles lie beside a curator's working copy; elsewhere the base is checked without them."""


def test_실린_자료에는_흠이_없다() -> None:
    findings = check_knowledge(Location.shipped(), ARTICLES if ARTICLES.is_dir() else None)
    assert not findings, "\n".join(map(str, findings))
