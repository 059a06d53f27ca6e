"""The methods of the Bot API that the bot uses, with what Telegram checks of each."""

import asyncio
import json
import re
from typing import Any

from botapi_markup import Refused, check_keyboard, check_text

Parameters = dict[str, str]
BOT = {"id": 123456789, "is_bot": True, "first_name": "통신 AI", "username": "telcofacts_bot"}
PERSON: dict[str, Any] = {"id": 77, "is_bot": False, "first_name": "사람", "language_code": "ko"}
_NAME = re.compile(r"@[A-Za-z0-9_]+")
_SLASH = re.compile(r"/[A-Za-z0-9_]+(@[A-Za-z0-9_]+)?")
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_SCOPES = {"default", "all_private_chats", "all_group_chats", "all_chat_administrators", "chat"}


class Methods:
    """State of one bot on the server: updates that wait, messages that stand, queries that are open."""

    def __init__(self) -> None:
        self.updates: list[dict[str, Any]] = []
        self.messages: dict[tuple[int, int], dict[str, Any]] = {}
        self.open_queries: set[str] = set()
        self.commands: dict[tuple[str, str], list[dict[str, str]]] = {}
        self.webhook = ""
        self.next_message_id = 1000
        self.last_update_id = 500
        self.changed = asyncio.Condition()
        self._poller: asyncio.Task[Any] | None = None
        self._ousted: set[asyncio.Task[Any]] = set()

    async def get_me(self, _: Parameters) -> Any:
        return {**BOT, "can_join_groups": True, "can_read_all_group_messages": False, "supports_inline_queries": True}

    async def delete_webhook(self, _: Parameters) -> Any:
        self.webhook = ""
        return True

    async def set_webhook(self, parameters: Parameters) -> Any:
        url = parameters.get("url", "")
        if url and not url.startswith("https://"):
            raise Refused(400, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook")
        if not re.fullmatch(r"[A-Za-z0-9_-]{0,256}", parameters.get("secret_token", "")):
            raise Refused(400, "Bad Request: secret token contains unallowed characters")
        self.webhook = url
        return True

    async def get_updates(self, parameters: Parameters) -> Any:
        """Wait for updates; a second caller ousts the first."""
        if self.webhook:
            raise Refused(409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook first")
        task = asyncio.current_task()
        assert task
        async with self.changed:
            if self._poller:
                self._ousted.add(self._poller)
                self.changed.notify_all()
            self._poller = task
        try:
            return await self._wait_for_updates(task, parameters)
        finally:
            if self._poller is task:
                self._poller = None
            self._ousted.discard(task)

    async def _wait_for_updates(self, task: asyncio.Task[Any], parameters: Parameters) -> Any:
        offset, timeout = int(parameters.get("offset", 0)), float(parameters.get("timeout", 0))
        limit = int(parameters.get("limit", 100))
        allowed = json.loads(parameters.get("allowed_updates", "[]"))
        if offset > 0:
            self.updates = [update for update in self.updates if update["update_id"] >= offset]

        def ready() -> bool:
            return task in self._ousted or bool(self.updates)

        async with self.changed:
            try:
                await asyncio.wait_for(self.changed.wait_for(ready), timeout or 0.001)
            except TimeoutError:
                return []
        if task in self._ousted:
            raise Refused(
                409,
                "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
            )
        return [update for update in self.updates if not allowed or set(update) & set(allowed)][:limit]

    async def send_message(self, parameters: Parameters) -> Any:
        chat_id = self._chat(parameters)
        parsed = check_text(parameters.get("text", ""), parameters.get("parse_mode"))
        message: dict[str, Any] = {"text": parsed.text, "entities": parsed.entities}
        if keyboard := check_keyboard(parameters.get("reply_markup")):
            message["reply_markup"] = keyboard
        if "reply_parameters" in parameters:
            target = json.loads(parameters["reply_parameters"])
            answered = self.messages.get((chat_id, target["message_id"]))
            if answered:
                message["reply_to_message"] = {k: v for k, v in answered.items() if k != "reply_to_message"}
            elif not target.get("allow_sending_without_reply"):
                raise Refused(400, "Bad Request: message to be replied not found")
        return self.put(chat_id, BOT, **message)

    async def edit_message_text(self, parameters: Parameters) -> Any:
        chat_id = self._chat(parameters)
        message = self.messages.get((chat_id, int(parameters.get("message_id", 0))))
        if message is None:
            raise Refused(400, "Bad Request: message to edit not found")
        if message["from"]["id"] != BOT["id"]:
            raise Refused(400, "Bad Request: message can't be edited")
        parsed = check_text(parameters.get("text", ""), parameters.get("parse_mode"))
        keyboard = check_keyboard(parameters.get("reply_markup"))
        if (parsed.text, parsed.entities, keyboard) == (
            message["text"], message.get("entities", []), message.get("reply_markup"),
        ):  # fmt: skip
            raise Refused(400, "Bad Request: message is not modified: specified new message content is the same")
        message.update(text=parsed.text, entities=parsed.entities, edit_date=1_800_000_001)
        message.pop("reply_markup", None)
        if keyboard:
            message["reply_markup"] = keyboard
        return message

    async def delete_message(self, parameters: Parameters) -> Any:
        if self.messages.pop((self._chat(parameters), int(parameters["message_id"])), None) is None:
            raise Refused(400, "Bad Request: message to delete not found")
        return True

    async def answer_callback_query(self, parameters: Parameters) -> Any:
        self._close(parameters.get("callback_query_id", ""))
        if len(parameters.get("text", "")) > 200:
            raise Refused(400, "Bad Request: MESSAGE_TOO_LONG")
        return True

    async def answer_inline_query(self, parameters: Parameters) -> Any:
        results = json.loads(parameters["results"])
        ids = [result.get("id", "") for result in results]
        if len(results) > 50:
            raise Refused(400, "Bad Request: RESULTS_TOO_MUCH")
        if len(set(ids)) != len(ids) or not all(1 <= len(id_.encode()) <= 64 for id_ in ids):
            raise Refused(400, "Bad Request: RESULT_ID_DUPLICATE")
        for result in results:
            if result.get("type") != "article" or not result.get("title"):
                raise Refused(400, "Bad Request: can't parse inline query result")
            content = result["input_message_content"]
            check_text(content.get("message_text", ""), content.get("parse_mode"))
            check_keyboard(result.get("reply_markup"))
        if "button" in parameters:
            start = json.loads(parameters["button"]).get("start_parameter", "")
            if not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", start):
                raise Refused(400, "Bad Request: START_PARAM_INVALID")
        self._close(parameters.get("inline_query_id", ""))
        return True

    async def set_my_commands(self, parameters: Parameters) -> Any:
        commands = json.loads(parameters["commands"])
        scope = json.loads(parameters.get("scope", '{"type": "default"}'))["type"]
        code = parameters.get("language_code", "")
        if scope not in _SCOPES or not re.fullmatch(r"([a-z]{2})?", code) or len(commands) > 100:
            raise Refused(400, "Bad Request: can't parse bot command scope")
        for command in commands:
            if not _COMMAND.fullmatch(command["command"]) or not 1 <= len(command["description"]) <= 256:
                raise Refused(400, "Bad Request: BOT_COMMAND_INVALID")
        self.commands[scope, code] = commands
        return True

    def put(self, chat_id: int, sender: dict[str, Any], **content: Any) -> dict[str, Any]:
        """Let a message stand in a chat."""
        self.next_message_id += 1
        kind = {"type": "private", "first_name": "사람"} if chat_id > 0 else {"type": "supergroup", "title": "단체방"}
        message = {
            "message_id": self.next_message_id, "date": 1_800_000_000, "chat": {"id": chat_id, **kind}, "from": sender,
            **content,
        }  # fmt: skip
        self.messages[chat_id, self.next_message_id] = message
        return message

    def _close(self, query_id: str) -> None:
        if query_id not in self.open_queries:
            raise Refused(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
        self.open_queries.remove(query_id)

    def _chat(self, parameters: Parameters) -> int:
        chat_id = int(parameters.get("chat_id", 0))
        if not any(chat == chat_id for chat, _ in self.messages):
            raise Refused(400, "Bad Request: chat not found")
        return chat_id

    async def update(self, **content: Any) -> dict[str, Any]:
        """Queue an update."""
        self.last_update_id += 1
        self.updates.append({"update_id": self.last_update_id, **content})
        async with self.changed:
            self.changed.notify_all()
        return content

    async def say(self, text: str, chat_id: int = 77, sender: dict[str, Any] = PERSON, **more: Any) -> dict[str, Any]:
        """Let a person write; mentions and a command in front become entities."""
        message = self.put(chat_id, sender, text=text, entities=_entities(text), **more)
        await self.update(message=message)
        return message

    async def press(self, message: dict[str, Any], data: str, sender: dict[str, Any] = PERSON) -> None:
        """Let a person press a button under a message."""
        query_id = f"press-{self.last_update_id}"
        self.open_queries.add(query_id)
        await self.update(
            callback_query={"id": query_id, "from": sender, "message": message, "chat_instance": "1", "data": data}
        )

    async def query(self, text: str, sender: dict[str, Any] = PERSON) -> None:
        """Let a person type an inline query."""
        query_id = f"inline-{self.last_update_id}"
        self.open_queries.add(query_id)
        await self.update(inline_query={"id": query_id, "from": sender, "query": text, "offset": ""})


def _entities(text: str) -> list[dict[str, Any]]:
    found = [("mention", match) for match in _NAME.finditer(text)]
    if command := _SLASH.match(text):
        found = [("bot_command", command)]
    return [
        {"type": kind, "offset": len(text[: match.start()].encode("utf-16-le")) // 2, "length": len(match[0])}
        for kind, match in found
    ]
