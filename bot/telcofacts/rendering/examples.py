"""Questions to try, for somebody whose own was not answered: near to it where there are such, never the same few."""

import itertools
import re
import zlib
from collections import Counter
from collections.abc import Iterable

from telcofacts.knowledge.base import KnowledgeBase
from telcofacts.rendering.messages import KO, Messages
from telcofacts.text.josa import without_josa

_SHOWN = 3
_WORD = re.compile(r"[\w+&-]+")
_NAME_WORDS = 3
"""Words of the longest name that is looked for: Kim Young-shub, SK Broadband Corporation."""
_HANGUL = re.compile("[가-힣]")
_POLITE = re.compile(r"[까요죠]\?$")
"""How a question ends that the bot itself may put: its example questions are as people type them."""


def examples_for(utterance: str, base: KnowledgeBase, messages: Messages = KO) -> list[str]:
    """Choose example questions of three facts: first those about who or what was named, then those that share a word.

    The rarer a name or a word, the more it counts. Among equals the utterance's digest decides: one gets the same
    examples whenever it is asked, another gets others.
    """
    words, phrases = _phrases(utterance, 1), _phrases(utterance, _NAME_WORDS)
    named = {id_ for id_, entity in base.entities.items() if phrases.intersection(map(str.lower, entity.aliases))}
    questions: dict[str, str] = {}
    names: dict[str, set[str]] = {}
    shared: dict[str, set[str]] = {}
    for fact in base.facts.values():
        if question := _in_language(fact.questions, messages):
            # What a question has beside its fact's own words is how people ask (어때, 얼마), and makes nothing near.
            said, asked = f"{fact.statement} {' '.join(fact.keywords)}".lower(), question.lower()
            questions[fact.id] = question
            names[fact.id] = named.intersection(fact.entities)
            shared[fact.id] = {word for word in words if word in asked and word in said}
    count = Counter(itertools.chain(*names.values(), *shared.values()))

    def order(fact_id: str) -> tuple[float, float, int]:
        by_name, by_word = (sum(1 / count[term] for term in terms[fact_id]) for terms in (names, shared))
        return -by_name, -by_word, zlib.crc32(f"{utterance} {fact_id}".encode())

    return [questions[fact_id] for fact_id in sorted(questions, key=order)[:_SHOWN]]


def _phrases(text: str, most: int) -> set[str]:
    """Return runs of up to so many words, of two letters or more, with the particle at the end and without it."""
    words = _WORD.findall(text.lower())
    runs = [" ".join(words[i : i + count]) for count in range(1, most + 1) for i in range(len(words) - count + 1)]
    return {form for run in runs for form in (run, without_josa(run)) if len(form) > 1}


def _in_language(questions: Iterable[str], messages: Messages) -> str | None:
    spoken = [question for question in questions if bool(_HANGUL.search(question)) is (messages is KO)]
    return next(filter(_POLITE.search, spoken), next(iter(spoken), None))
