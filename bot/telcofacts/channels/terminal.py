"""The terminal chat: one question a line, also from a pipe."""

import io
import sys
from typing import TextIO

from telcofacts.answering.answerer import Answerer
from telcofacts.answering.conversation import Conversation
from telcofacts.rendering.messages import KO
from telcofacts.rendering.plain import render_answer

_PROMPT = "\n질문> "
_HELP = "궁금한 것을 그대로 적으세요. 이어서 “언제?”, “그 사람은?”처럼 물어도 됩니다. 끝내려면 '끝'을 적으세요."
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
        print(_INTRODUCTION, file=sink)
    conversation = Conversation(expiry=conversation_minutes * 60)
    while line := _read(source, sink, interactive):
        utterance = line.strip()
        if utterance.lower() in _LEAVE:
            break
        if utterance.startswith("/"):
            print(_HELP if utterance == "/help" else _UNKNOWN, file=sink, flush=True)
        elif utterance:
            print(render_answer(answerer.answer(utterance, conversation), answerer.base), file=sink, flush=True)
            if not interactive:
                print(file=sink)


def _read(source: TextIO, sink: TextIO, interactive: bool) -> str:
    if interactive and source is sys.stdin:  # with line editing, where readline is there
        try:
            return input(_PROMPT) + "\n"
        except EOFError:
            print(file=sink)
            return ""
    return source.readline()
