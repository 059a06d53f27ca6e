"""What a curator should look at, though nothing is wrong with it: no base is refused for it."""

import re
from collections import defaultdict
from collections.abc import Iterator

from telcofacts.knowledge.checks.finding import Draft, Finding, Problem, name_problems
from telcofacts.knowledge.checks.names import Names
from telcofacts.knowledge.models import Fact, OutOfScope
from telcofacts.text.josa import without_josa

_WORD = re.compile(r"\w+")
_MORE_WORDS = 2
"""Words that a fact's question may have beside those of the example. Of 2,299 examples of the shipped base six stand in
a question of any length, all of them rightly out of scope, and none with so few words more."""


def notes(draft: Draft) -> list[Finding]:
    """Return what to look at in a base without findings."""
    rule = example_is_still_out_of_scope
    return name_problems(rule.__name__, rule(draft))


def example_is_still_out_of_scope(draft: Draft) -> Iterator[Problem]:
    """No fact has come since that answers an out-of-scope example: one of its questions names and asks the same."""
    names = Names(draft.base.entities.values())
    questions = [(_words(question), fact.id) for fact, _ in draft.each(Fact) for question in fact.questions]
    with_word: dict[str, set[int]] = defaultdict(set)
    for number, (words, _) in enumerate(questions):
        for word in words:
            with_word[word].add(number)
    for subject, at in draft.each(OutOfScope):
        for i, example in enumerate(subject.examples):
            words = _words(example)
            holding = set.intersection(*(with_word.get(word, set()) for word in words)) if len(words) > 1 else set()
            near = {id_ for own, id_ in map(questions.__getitem__, holding) if len(own) <= len(words) + _MORE_WORDS}
            if near and names.find(example):
                problem = f"'{example}': {', '.join(sorted(near))}의 예시 질문과 같은 것을 묻습니다"
                yield at.problem(f"examples.{i}", problem, "그 사실이 답이면 이 예시를 지우세요")


def _words(text: str) -> frozenset[str]:
    return frozenset(without_josa(word) or word for word in _WORD.findall(text.lower()))
