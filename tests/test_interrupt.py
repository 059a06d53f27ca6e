"""Ctrl-C ends the program quietly, whenever it is pressed."""

import contextlib
import os
import pty
import signal
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def _interruptible() -> Iterator[None]:
    """A job in the background, under nohup say, ignores SIGINT, and so would what it starts."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@contextlib.contextmanager
def running(program: list[str], **pipes: Any) -> Iterator[subprocess.Popen[Any]]:
    with subprocess.Popen(program, **pipes) as process:
        try:
            yield process
        finally:
            process.kill()


@pytest.mark.parametrize("module", ["typer", "numpy", "telcofacts.matching.matcher"])
def test_불러오는_동안_멈춰도_추적을_보이지_않는다(module: str) -> None:
    program = [sys.executable, "-X", "importtime", "-m", "telcofacts", "ask", "KT 직원 수"]
    with running(program, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True) as process:
        assert process.stderr
        while not process.stderr.readline().rstrip().endswith(f" {module}"):
            assert process.poll() is None
        process.send_signal(signal.SIGINT)
        process.send_signal(signal.SIGINT)
        said = process.stderr.read()
        process.wait(timeout=20)
    assert process.returncode == -signal.SIGINT
    assert "Traceback" not in said


def test_묻는_줄에서_멈춰도_터미널은_그대로다() -> None:
    master, terminal = pty.openpty()
    before = termios.tcgetattr(terminal)
    program = [sys.executable, "-m", "telcofacts", "chat"]
    with running(program, stdin=terminal, stdout=terminal, stderr=terminal) as process:
        shown = b""
        while "질문> ".encode() not in shown:
            shown += os.read(master, 1024)
        assert termios.tcgetattr(terminal) != before, "there is line editing, without the terminal's own echo"
        time.sleep(0.5)  # CPython shows the prompt before it waits for a key, and sees no signal in between
        process.send_signal(signal.SIGINT)
        process.wait(timeout=20)
    assert process.returncode == 0
    assert termios.tcgetattr(terminal) == before
    assert b"Traceback" not in os.read(master, 1024)
    os.close(master)
    os.close(terminal)
