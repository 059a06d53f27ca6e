"""The bot as a process of its own, as `telcofacts run` serves it, with a small base that is read at once."""

import contextlib
import os
import pathlib
import sys
import time

if _offset := os.environ.get("TEST_CLOCK"):  # a clock that jumps, where libfaketime is not installed
    _UNITS, _now = {"d": 86_400, "h": 3_600, "": 1}, time.time

    def _jumping() -> float:
        said = pathlib.Path(_offset or "").read_text(encoding="ascii").strip()
        return _now() + int(said.rstrip("dh")) * _UNITS[said.lstrip("+-0123456789")]

    time.time = _jumping

from scripted import BASE
from telcofacts.answering.answer import Answer
from telcofacts.answering.answerer import Answerer
from telcofacts.answering.conversation import Conversation
from telcofacts.channels.telegram import TelegramStartError, sending
from telcofacts.knowledge.loading import Location, read_draft
from telcofacts.service import ServiceStartError, run_service
from telcofacts.settings import SettingsError, load_settings
from telcofacts.storage import Storage, StorageError


class Breaking(Answerer):
    """Fails on demand."""

    def answer(self, utterance: str, conversation: Conversation | None = None) -> Answer:
        if utterance == "고장":
            raise RuntimeError(utterance)
        return super().answer(utterance, conversation)


def main() -> None:
    sending.RETRY_DELAYS[:] = [0.2] * len(sending.RETRY_DELAYS)
    base = read_draft(Location(BASE / "knowledge", BASE / "seeds"))[0].base
    try:
        settings = load_settings()
        if settings.telcofacts_webhook_url:
            settings.webhook_secret()
        with contextlib.closing(Storage.open(settings)) as storage:
            run_service(settings, Breaking(base), storage)
    except (TelegramStartError, ServiceStartError, SettingsError, StorageError) as error:
        print(error, file=sys.stderr)
        sys.exit(1)


if __name__ == "__main__":
    main()
