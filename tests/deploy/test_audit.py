"""What `make audit` says and how it ends, by what pip-audit says; only a full and clean answer is a good one."""

import pathlib
import subprocess

import pytest

SCRIPT = pathlib.Path(__file__).resolve().parents[2] / "deploy" / "audit"
FINDING = "Name Version ID Fix\nx 1.0 PYSEC-2026-1 1.1"
UNREACHABLE = (
    "ERROR:pip_audit._cli:aiolimiter: Dependency not found on PyPI and could not be audited: aiolimiter (1.2.1)"
)


@pytest.mark.parametrize(
    ("out", "error", "status", "says", "ends"),
    [
        ("", "No known vulnerabilities found", 0, "no known vulnerability", 0),
        (FINDING, "Found 1 known vulnerability in 1 package", 1, "known vulnerabilities, see above", 1),
        ("", UNREACHABLE, 1, "NOT CHECKED", 2),
        ("", "ERROR:pip_audit._cli:Tried to connect to PyPI but failed", 1, "NOT CHECKED", 2),
        ("", "Traceback (most recent call last):", 70, "NOT CHECKED", 2),
    ],
    ids=["깨끗함", "알려진 취약점", "미러에는 없음", "닿지 않음", "고장"],
)
def test_물어보지_못한_것은_괜찮은_것이_아니다(
    tmp_path: pathlib.Path, out: str, error: str, status: int, says: str, ends: int
) -> None:
    tool = tmp_path / "pip-audit"
    tool.write_text(f"#!/bin/sh\nprintf '%s' '{out}'\necho '{error}' >&2\nexit {status}\n", encoding="utf-8")
    tool.chmod(0o755)
    result = subprocess.run([SCRIPT, tmp_path], capture_output=True, text=True, check=False)
    assert result.returncode == ends
    assert says in result.stdout + result.stderr
    assert error in result.stderr, "the reason is shown"
    assert out in result.stdout


def test_도구가_없어도_괜찮다고_하지_않는다(tmp_path: pathlib.Path) -> None:
    result = subprocess.run([SCRIPT, tmp_path], capture_output=True, text=True, check=False)
    assert (result.returncode, "NOT CHECKED" in result.stderr) == (2, True)


def test_잠근_것을_해시와_함께_모두_묻는다() -> None:
    assert "--strict --requirement requirements.lock --require-hashes --disable-pip" in SCRIPT.read_text("utf-8")
