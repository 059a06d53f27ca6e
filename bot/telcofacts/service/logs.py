"""Logs: one line a record, as text or as JSON, each with the id of the update that it belongs to."""

import contextvars
import datetime as dt
import json
import logging
import sys
from typing import Any, TextIO

from telcofacts.channels.telegram import install_redaction
from telcofacts.settings import Settings

UPDATE_ID: contextvars.ContextVar[int | None] = contextvars.ContextVar("update_id", default=None)
"""The update that is being handled; set wherever the handling of one begins."""

_CHATTY = ("httpx", "httpcore", "uvicorn", "uvicorn.error", "uvicorn.access", "asyncio")
"""They log each request at INFO or less, httpx with the token in its address."""
_QUOTING = ("telegram.Bot", "telegram.ext.ExtBot")


def _without_updates(record: logging.LogRecord) -> bool:
    """Take what people wrote out of a record: the library's bot quotes a batch of updates that it cannot read."""
    if record.levelno > logging.DEBUG and "Received data" in str(record.msg):
        record.msg, record.args = "Error while parsing updates", None
    return True


class JsonFormatter(logging.Formatter):
    """One JSON object a record: time (UTC), level, logger, message; update_id and error where there are any."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        line: dict[str, Any] = {
            "time": dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if (update_id := UPDATE_ID.get()) is not None:
            line["update_id"] = update_id
        if record.exc_info and not record.exc_text:
            record.exc_text = self.formatException(record.exc_info)
        if record.exc_text:
            line["error"] = record.exc_text
        if record.stack_info:
            line["stack"] = record.stack_info
        return json.dumps(line, ensure_ascii=False)


class TextFormatter(logging.Formatter):
    """One line a record for people; a line break in a message cannot start a line that looks like another record."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - the library's name
        """Return the line without the exception."""
        line = super().formatMessage(record).replace("\n", "\n  ")
        update_id = UPDATE_ID.get()
        return line if update_id is None else f"{line} [update {update_id}]"


def configure_logs(settings: Settings, stream: TextIO | None = None) -> None:
    """Log to a stream from now on, in the form and from the level that the settings say, without tokens.

    Args:
        settings: the operator's settings.
        stream: standard error where omitted.
    """
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(JsonFormatter() if settings.telcofacts_log_format == "json" else TextFormatter())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(settings.telcofacts_log_level.upper())
    for name in _CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)
    for name in _QUOTING:
        logging.getLogger(name).addFilter(_without_updates)
    install_redaction(*filter(None, [settings.token()]))
