"""A real application whose requests never leave the process: the strict methods of the loopback server answer them."""

import asyncio
import collections
import json
import re
from typing import Any

import httpx
from telegram import Update
from telegram.error import NetworkError
from telegram.ext import Application
from telegram.request import BaseRequest, RequestData

from botapi_markup import Refused
from botapi_methods import Methods


class OfflineRequest(BaseRequest):
    """Answers requests from `methods`, records them, and fails where it is told to."""

    def __init__(self) -> None:
        self.methods = Methods()
        self.calls: list[tuple[str, dict[str, str]]] = []
        self.failures: dict[str, collections.deque[Exception]] = collections.defaultdict(collections.deque)

    @property
    def read_timeout(self) -> float | None:
        return 1.0

    async def initialize(self) -> None:
        pass

    async def shutdown(self) -> None:
        pass

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *_: Any, **__: Any
    ) -> tuple[int, bytes]:
        name = url.rsplit("/", 1)[1]
        parameters = request_data.json_parameters if request_data else {}
        self.calls.append((name, parameters))
        if self.failures[name]:
            raise self.failures[name].popleft()
        handler = getattr(self.methods, re.sub("([A-Z])", r"_\1", name).lower())
        try:
            return 200, json.dumps({"ok": True, "result": await handler(parameters)}).encode()
        except Refused as refused:
            return refused.code, json.dumps({"ok": False, "description": refused.description}).encode()


def network_error(cause: type[httpx.HTTPError] = httpx.ConnectError) -> NetworkError:
    """Make an error as the library raises it."""
    error = NetworkError(cause.__name__)
    error.__cause__ = cause("")
    return error


class Room:
    """An application and the people who write to it."""

    def __init__(self, application: Application[Any, Any, Any, Any, Any, Any], request: OfflineRequest) -> None:
        self.application = application
        self.request = request
        self.people = request.methods
        self.errors: list[Exception] = []

        async def keep(_: object, context: Any) -> None:
            self.errors.append(context.error)

        application.add_error_handler(keep)

    async def work(self) -> None:
        """Process all updates that wait, as polling would."""
        updates, self.people.updates = self.people.updates, []
        processor = self.application.update_processor
        await asyncio.gather(
            *(
                processor.process_update(update, self.application.process_update(update))
                for update in (Update.de_json(raw, self.application.bot) for raw in updates)
            )
        )

    async def ask(self, text: str, **more: Any) -> dict[str, Any]:
        """Say something and return the one reply that comes."""
        before = len(self.said())
        await self.people.say(text, **more)
        await self.work()
        replies = self.said()[before:]
        assert len(replies) == 1, replies
        return replies[0]

    async def press(self, message: dict[str, Any], data: str, **more: Any) -> None:
        await self.people.press(message, data, **more)
        await self.work()

    def said(self) -> list[dict[str, Any]]:
        """Return the bot's messages that stand, in order."""
        return [message for message in self.people.messages.values() if message["from"]["is_bot"]]

    def made(self, name: str) -> list[dict[str, str]]:
        return [parameters for method, parameters in self.request.calls if method == name]


def buttons(message: dict[str, Any]) -> list[tuple[str, str]]:
    """Return label and data of each button of a message."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [(button["text"], button["callback_data"]) for row in rows for button in row]
