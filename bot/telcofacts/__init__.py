"""telcofacts: cited answers about Korean telcos' AI strategy.

Three names are all that another program needs:

    from telcofacts import Answerer, load_knowledge, add_handlers

    answerer = Answerer(load_knowledge())
    print(answerer.answer("KT 대표 누구야?").fact)
    add_handlers(application, answerer)        # a python-telegram-bot Application of your own
"""

from typing import TYPE_CHECKING, Any

from telcofacts.answering.answerer import Answerer
from telcofacts.knowledge.loading import KnowledgeError, load_knowledge

if TYPE_CHECKING:
    from telcofacts.channels.telegram import add_handlers

__all__ = ["Answerer", "KnowledgeError", "add_handlers", "load_knowledge"]


def __getattr__(name: str) -> Any:
    # python-telegram-bot is imported only by those who serve Telegram.
    if name == "add_handlers":
        from telcofacts.channels.telegram import add_handlers

        return add_handlers
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
