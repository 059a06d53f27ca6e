"""telcofacts: cited answers about Korean telcos' AI strategy.

Three names are all that another program needs:

    from telcofacts import Answerer, load_knowledge, add_handlers

    answerer = Answerer(load_knowledge())
    print(answerer.answer("KT 대표 누구야?").fact)
    add_handlers(application, answerer)        # a python-telegram-bot Application of your own
"""

import importlib
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from telcofacts.answering.answerer import Answerer
    from telcofacts.channels.telegram import add_handlers
    from telcofacts.knowledge.loading import KnowledgeError, load_knowledge

__all__ = ["Answerer", "KnowledgeError", "add_handlers", "load_knowledge"]


_HOMES: Final = {
    "Answerer": "telcofacts.answering.answerer",
    "KnowledgeError": "telcofacts.knowledge.loading",
    "add_handlers": "telcofacts.channels.telegram",
    "load_knowledge": "telcofacts.knowledge.loading",
}


def __getattr__(name: str) -> Any:
    # Each is imported when it is asked for: nobody waits for python-telegram-bot or Kiwi who does not use them.
    if name in _HOMES:
        return getattr(importlib.import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
