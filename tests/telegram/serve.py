"""The bot as a process of its own, as `telcofacts run` starts it, with everything logged on standard error."""

import logging
import sys

from scripted import BASE
from telcofacts.answering.answer import Answer
from telcofacts.answering.answerer import Answerer
from telcofacts.answering.conversation import Conversation
from telcofacts.channels.telegram import TelegramStartError, run_polling, sending
from telcofacts.knowledge.loading import Location, read_draft
from telcofacts.settings import load_settings


class Breaking(Answerer):
    """Fails on demand."""

    def answer(self, utterance: str, conversation: Conversation | None = None) -> Answer:
        if utterance == "고장":
            raise RuntimeError(utterance)
        return super().answer(utterance, conversation)


def main() -> None:
    logging.basicConfig(level=logging.DEBUG, stream=sys.stderr)
    sending.RETRY_DELAYS[:] = [0.2] * len(sending.RETRY_DELAYS)
    base = read_draft(Location(BASE / "knowledge", BASE / "seeds"))[0].base
    try:
        run_polling(load_settings(), Breaking(base))
    except TelegramStartError as error:
        print(error, file=sys.stderr)
        sys.exit(1)


if __name__ == "__main__":
    main()
