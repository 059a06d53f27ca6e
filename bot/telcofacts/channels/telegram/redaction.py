"""Keep the bot's token out of the log.

The token is part of every address of the Bot API: httpx and httpcore log it at INFO, exceptions carry it, and the
library itself quotes a token that was refused. Records are redacted where they are made, so it does not matter which
logger they come from and which handlers there are or will be.
"""

import logging
import re
import urllib.parse
from typing import Any

REPLACEMENT = "<token>"
_FORM = re.compile(r"\d{5,}(?::|%3[Aa])[A-Za-z0-9_-]{30,}")
"""Any token, also one that nobody named: bot id, colon (bare or quoted), secret."""
_SECRET_LENGTH = 16
_CHATTY = ("httpx", "httpcore")
_FORMATTER = logging.Formatter()


class Redactor:
    """Removes tokens from texts and log records."""

    def __init__(self) -> None:
        self._secrets: list[str] = []

    def add(self, token: str) -> None:
        """Remove this token, whole or its secret half, bare or quoted, whatever its form."""
        secret = token.partition(":")[2]
        forms = {token, urllib.parse.quote(token, safe="")} | ({secret} if len(secret) >= _SECRET_LENGTH else set())
        self._secrets = sorted({*self._secrets, *forms} - {""}, key=len, reverse=True)

    def redact(self, text: str) -> str:
        """Return a text without tokens."""
        for secret in self._secrets:
            text = text.replace(secret, REPLACEMENT)
        return _FORM.sub(REPLACEMENT, text)

    def redact_record(self, record: logging.LogRecord) -> None:
        """Remove tokens from a record: message, arguments, exception with its causes, stack."""
        try:
            message = record.getMessage()
        except Exception:  # noqa: BLE001 - the handler would print the arguments of a record that it cannot format
            message = f"{record.msg} {record.args!r}"
            record.msg, record.args = message, None
        clean = self.redact(message)
        if clean != message or (record.args and self.redact(repr(record.args)) != repr(record.args)):
            record.msg, record.args = clean, None
        if record.exc_info and record.exc_info[0] is not None:
            text = _FORMATTER.formatException(record.exc_info)
            if self.redact(text) != text:
                record.exc_info, record.exc_text = None, text
        if record.exc_text:
            record.exc_text = self.redact(record.exc_text)
        if record.stack_info:
            record.stack_info = self.redact(record.stack_info)


class _RedactingFactory:
    """Makes log records as the factory before it did, then redacts them."""

    def __init__(self) -> None:
        self.redactor = Redactor()
        self._make = logging.getLogRecordFactory()

    def __call__(self, *args: Any, **kwargs: Any) -> logging.LogRecord:
        record = self._make(*args, **kwargs)
        self.redactor.redact_record(record)
        return record


def install_redaction(*tokens: str) -> None:
    """Redact every log record of this process from now on, and quiet the loggers that log each request.

    Args:
        tokens: tokens to remove; anything of a token's form is removed anyway.
    """
    factory = logging.getLogRecordFactory()
    if not isinstance(factory, _RedactingFactory):
        factory = _RedactingFactory()
        logging.setLogRecordFactory(factory)
    for token in tokens:
        factory.redactor.add(token)
    for name in _CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)
