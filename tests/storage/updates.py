"""Updates as Telegram writes them."""

from typing import Any

PERSON = {"id": 7, "is_bot": False, "first_name": "길동", "last_name": "홍", "username": "hong", "language_code": "ko"}


def message(update_id: int, text: str = "KT 대표 누구야?", chat: int = 7) -> dict[str, Any]:
    return {
        "update_id": update_id,
        "message": {
            "message_id": update_id,
            "date": 1_780_000_000,
            "chat": {"id": chat, "type": "private", "first_name": "길동"},
            "from": {**PERSON, "id": chat},
            "text": text,
        },
    }


def press(update_id: int, chat: int = 7) -> dict[str, Any]:
    return {
        "update_id": update_id,
        "callback_query": {
            "id": str(update_id),
            "from": PERSON,
            "chat_instance": "1",
            "data": "f:kt-mideum-to-slm",
            "message": {"message_id": 5, "date": 1_780_000_000, "chat": {"id": chat, "type": "private"}},
        },
    }


def inline(update_id: int) -> dict[str, Any]:
    query = {"id": str(update_id), "from": PERSON, "query": "KT", "offset": ""}
    return {"update_id": update_id, "inline_query": query}
