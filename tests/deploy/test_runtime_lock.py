"""The part of the lock that goes into the image."""

import importlib.machinery
import importlib.util
import pathlib
import types

import pytest

SCRIPT = pathlib.Path(__file__).resolve().parents[2] / "deploy" / "runtime-lock"
LOCK = """# comment
Alpha.One==1.0 \\
    --hash=sha256:aa \\
    --hash=sha256:bb
beta==2.0 ; python_full_version < '3.12' \\
    --hash=sha256:cc
beta==2.1 ; python_full_version >= '3.12' \\
    --hash=sha256:dd
dev-tool==9 \\
    --hash=sha256:ee
"""


@pytest.fixture
def script() -> types.ModuleType:
    loader = importlib.machinery.SourceFileLoader("runtime_lock", str(SCRIPT))
    spec = importlib.util.spec_from_loader("runtime_lock", loader)
    assert spec
    module = importlib.util.module_from_spec(spec)
    module.__dict__["__cached__"] = None
    loader.exec_module(module)
    return module


@pytest.fixture(autouse=True)
def _no_bytecode(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.dont_write_bytecode", True)


def run(script: types.ModuleType, needed: set[str], path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(script, "_resolve", lambda *_: needed)
    monkeypatch.setattr("sys.argv", ["runtime-lock", "x.whl", str(path)])
    path.write_text(LOCK, encoding="utf-8")
    status: int = script.main()
    return status


def test_entries_keep_their_hashes_and_conditions(
    script: types.ModuleType,
    tmp_path: pathlib.Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(script, {"alpha-one", "beta", "telcofacts"}, tmp_path / "lock", monkeypatch) == 0
    assert capsys.readouterr().out == "".join(LOCK.splitlines(keepends=True)[1:8])


def test_what_the_lock_does_not_have_is_named(
    script: types.ModuleType,
    tmp_path: pathlib.Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(script, {"beta", "gamma"}, tmp_path / "lock", monkeypatch) == 1
    said = capsys.readouterr()
    assert (said.out, "does not have gamma: run make lock" in said.err) == ("", True)
