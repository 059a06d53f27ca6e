"""The terminal chat: one question a line, also from a pipe."""

from typing import TextIO

from telcofacts.answering.answerer import Answerer
from telcofacts.answering.conversation import Conversation
from telcofacts.rendering.messages import KO
from telcofacts.rendering.plain import render_answer

_PROMPT = "\n질문> "
_LEAVE = frozenset({"exit", "quit", "나가기", "끝", "종료", "/quit", "/exit"})
_INTRODUCTION = f"{KO.start}\n{KO.covered}\n끝내려면 '끝'이나 Ctrl-D를 누르세요."


def chat(answerer: Answerer, source: TextIO, sink: TextIO) -> None:
    """Answer line by line until the input ends.

    Args:
        answerer: what answers.
        source: where questions come from; a terminal gets an introduction and a prompt, a pipe only answers.
        sink: where answers go.
    """
    interactive = source.isatty()
    if interactive:
        print(_INTRODUCTION, file=sink)
    conversation = Conversation()
    while line := _read(source, sink, interactive):
        utterance = line.strip()
        if utterance.lower() in _LEAVE:
            break
        if utterance == "/help":
            print(KO.help, file=sink)
        elif utterance:
            print(render_answer(answerer.answer(utterance, conversation), answerer.base), file=sink, flush=True)
            if not interactive:
                print(file=sink)


def _read(source: TextIO, sink: TextIO, interactive: bool) -> str:
    if not interactive:
        return source.readline()
    try:
        return input(_PROMPT) + "\n"
    except EOFError:
        print(file=sink)
        return ""
