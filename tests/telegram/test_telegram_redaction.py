"""The token stays out of the log, whatever way it takes."""

import io
import logging
import urllib.parse
from collections.abc import Iterator

import pytest

from botapi import TOKEN
from telcofacts.channels.telegram import install_redaction

SECRET = TOKEN.partition(":")[2]
ODD_TOKEN = "42:SHORT-TEST-TOKEN-OF-AN-EMULATOR"


@pytest.fixture
def log() -> Iterator[tuple[logging.Logger, io.StringIO]]:
    install_redaction(TOKEN, ODD_TOKEN)
    stream, logger = io.StringIO(), logging.getLogger("somebody.else")
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logging.Formatter("%(levelname)s %(message)s"))
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)
    logger.propagate = False
    yield logger, stream
    logger.removeHandler(handler)
    logger.propagate = True


class Carrier:
    def __repr__(self) -> str:
        return f"Bot[token={TOKEN}]"


@pytest.mark.parametrize(
    ("message", "arguments"),
    [
        (f"POST https://api.telegram.org/bot{TOKEN}/getMe", ()),
        ("HTTP Request: %s %s", ("POST", f"https://api.telegram.org/bot{TOKEN}/getMe")),
        ("%r", (Carrier(),)),
        ("%(url)s", ({"url": TOKEN, "other": 1},)),
        ("quoted %s", (urllib.parse.quote(TOKEN, safe=""),)),
        ("only the secret %s", (SECRET,)),
        ("another %s", ("987654321:AAFzyxwvutsrqponmlkjihgfedcba_987654",)),
        ("of another form %s", (ODD_TOKEN,)),
        ("too few arguments %s %s", (TOKEN,)),
    ],
)
def test_messages_and_arguments_are_redacted(
    log: tuple[logging.Logger, io.StringIO], message: str, arguments: tuple[object, ...]
) -> None:
    log[0].info(message, *arguments)
    written = log[1].getvalue()
    assert written.startswith("INFO")
    assert "<token>" in written
    for token in (SECRET, ODD_TOKEN, "AAFzyx"):
        assert token not in written


def fail() -> None:
    raise ConnectionError(f"https://api.telegram.org/bot{TOKEN}/getMe")


def fail_further() -> None:
    try:
        fail()
    except ConnectionError as error:
        raise ExceptionGroup(f"two of {SECRET}", [ValueError(TOKEN), KeyError(TOKEN)]) from error


def test_exceptions_and_causes_are_redacted(log: tuple[logging.Logger, io.StringIO]) -> None:
    try:
        fail_further()
    except ExceptionGroup:
        log[0].exception("failed", stack_info=True)
    written = log[1].getvalue()
    assert SECRET not in written
    for expected in ("ConnectionError", "KeyError", "<token>"):
        assert expected in written


def test_harmless_records_stay_whole(log: tuple[logging.Logger, io.StringIO], caplog: pytest.LogCaptureFixture) -> None:
    log[0].propagate = True
    error = ValueError("plain")
    log[0].error("at %s:%d", "12:30", 5, exc_info=error)
    record = caplog.records[-1]
    assert record.args == ("12:30", 5)
    assert record.exc_info
    assert record.exc_info[1] is error


def test_request_loggers_are_quiet() -> None:
    install_redaction()
    install_redaction()
    assert not logging.getLogger("httpx").isEnabledFor(logging.INFO)
    assert not logging.getLogger("httpcore.connection").isEnabledFor(logging.INFO)
