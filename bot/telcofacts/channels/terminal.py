"""The terminal chat: one question a line, also from a pipe."""

import contextlib
import io
import re
import signal
import sys
from typing import TextIO

from telcofacts.answering.answer import Answer, Outcome
from telcofacts.answering.answerer import Answerer
from telcofacts.answering.conversation import Conversation
from telcofacts.knowledge.models import Fact
from telcofacts.rendering.messages import KO
from telcofacts.rendering.plain import render_answer, render_fact

_PROMPT = "\n질문> "
_HELP = (
    "궁금한 것을 그대로 적으세요. 이어서 “언제?”, “그 사람은?”처럼 물어도 됩니다. "
    "“혹시 이 내용인가요?” 뒤에는 번호만 적어도 됩니다. 끝내려면 '끝'을 적으세요."
)
_CHOOSE = "번호를 적으면 그 내용을 보여 드립니다."
_NO_SUCH_NUMBER = "1부터 {last}까지의 번호를 적거나 다시 물어 주세요."
_NUMBER = re.compile(r"(\d{1,2}) ?(?:번|\.)?")
_UNKNOWN = "터미널에서 쓰는 명령은 /help와 /quit입니다. 다른 명령은 텔레그램에서 쓸 수 있습니다."
_LEAVE = frozenset({"exit", "quit", "나가기", "끝", "종료", "/quit", "/exit"})
_INTRODUCTION = f"{KO.start}\n{KO.covered}\n끝내려면 '끝'이나 Ctrl-D를 누르세요."


def chat(answerer: Answerer, source: TextIO, sink: TextIO, *, conversation_minutes: float = 15) -> None:
    """Answer line by line until the input ends.

    Args:
        answerer: what answers.
        source: where questions come from; a terminal gets an introduction and a prompt, a pipe only answers.
        sink: where answers go.
        conversation_minutes: for how long a follow-up may refer to what was said.
    """
    interactive = source.isatty()
    if isinstance(source, io.TextIOWrapper):
        source.reconfigure(errors="replace")  # a stray byte is no reason to stop
    if interactive:
        with contextlib.suppress(ImportError):  # Windows
            import readline  # noqa: F401 - it gives `input` its line editing
        print(_INTRODUCTION, file=sink)
    talk = _Talk(answerer, conversation_minutes, interactive)
    while line := _read(source, sink, interactive):
        utterance = line.strip()
        if utterance.lower() in _LEAVE:
            break
        if utterance.startswith("/"):
            print(_HELP if utterance == "/help" else _UNKNOWN, file=sink, flush=True)
        elif utterance:
            print(talk.reply(utterance), file=sink, flush=True)
            if not interactive:
                print(file=sink)


class _Talk:
    """One conversation, and the facts that were last offered in it as a guess."""

    def __init__(self, answerer: Answerer, minutes: float, interactive: bool) -> None:
        self._answerer = answerer
        self._conversation = Conversation(expiry=minutes * 60)
        self._interactive = interactive
        self._offered: list[Fact] = []

    def reply(self, utterance: str) -> str:
        number = _NUMBER.fullmatch(utterance)
        if number and self._offered:
            return self._show(int(number[1]))
        answer = self._answerer.answer(utterance, self._conversation)
        self._offered = _offered(answer)
        reply = render_answer(answer, self._answerer.base)
        return f"{reply}\n{_CHOOSE}" if self._offered and self._interactive else reply

    def _show(self, number: int) -> str:
        if not 1 <= number <= len(self._offered):
            return _NO_SUCH_NUMBER.format(last=len(self._offered))
        fact = self._offered[number - 1]
        self._conversation.remember_chosen(fact)
        return render_fact(fact, self._answerer.base, headline=fact.short)


def _offered(answer: Answer) -> list[Fact]:
    """Return the facts that stand numbered in the reply."""
    return [match.fact for match in answer.suggestions] if answer.outcome is Outcome.SUGGEST else []


def _read(source: TextIO, sink: TextIO, interactive: bool) -> str:
    if interactive and source is sys.stdin:
        # An interrupt that ended the program here would leave the terminal as readline set it, without an echo.
        ending = signal.signal(signal.SIGINT, signal.default_int_handler)
        try:
            return input(_PROMPT) + "\n"
        except (EOFError, KeyboardInterrupt):
            print(file=sink)
            return ""
        finally:
            signal.signal(signal.SIGINT, ending)
    return source.readline()
