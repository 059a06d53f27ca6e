"""What was learnt from a base is kept, and learnt anew when it no longer fits."""

import dataclasses
import errno
import logging
import os
import pathlib
from unittest import mock

import pytest

from telcofacts.answering.answerer import Answerer
from telcofacts.knowledge.base import KnowledgeBase
from telcofacts.matching.model import Model, path_of

QUESTIONS = ("KT 직원 수", "김영섭 언제 취임했어?", "rladudtjq", "SKT 요금제", "믿음 소형언어모델 왜")


@pytest.fixture
def small(base: KnowledgeBase) -> KnowledgeBase:
    facts = dict(list(base.facts.items())[:20])
    return dataclasses.replace(base, facts=facts, out_of_scope={}, version="small")


def replies(small: KnowledgeBase, folder: pathlib.Path | None) -> list[object]:
    answerer = Answerer(small, folder)
    return [dataclasses.replace(answerer.answer(question), elapsed_ms=0) for question in QUESTIONS]


def test_담아_둔_것으로도_똑같이_답한다(small: KnowledgeBase, tmp_path: pathlib.Path) -> None:
    learnt = replies(small, None)
    assert replies(small, tmp_path) == learnt
    assert [path.suffix for path in tmp_path.iterdir()] == [".npz"]
    with mock.patch.object(Model, "learn", side_effect=AssertionError("다시 배운다")):
        assert replies(small, tmp_path) == learnt


def test_망가진_파일은_알리고_다시_배운다(
    small: KnowledgeBase, tmp_path: pathlib.Path, caplog: pytest.LogCaptureFixture
) -> None:
    Model.stored(small, tmp_path)
    (path,) = tmp_path.iterdir()
    whole = path.read_bytes()
    encrypted = bytearray(whole)
    encrypted[whole.rindex(b"PK\x01\x02") + 8] |= 1  # a flag of the directory of the archive
    for broken in (b"", b"not a zip", whole[: len(whole) // 2], bytes(encrypted)):
        path.write_bytes(broken)
        caplog.clear()
        assert len(Model.stored(small, tmp_path).profiles) == 20
        assert "다시 배웁니다" in caplog.text
        assert path.read_bytes() == whole


def test_열_수_없는_파일은_다시_배우고_손댈_수_없는_파일은_그대로_쓴다(
    small: KnowledgeBase, tmp_path: pathlib.Path, caplog: pytest.LogCaptureFixture
) -> None:
    Model.stored(small, tmp_path)
    with mock.patch.object(Model, "_load", side_effect=PermissionError(errno.EACCES, "Permission denied")):
        assert len(Model.stored(small, tmp_path).profiles) == 20
    assert "다시 배웁니다" in caplog.text
    caplog.clear()
    with (
        mock.patch.object(pathlib.Path, "touch", side_effect=OSError(errno.EROFS, "Read-only file system")),
        mock.patch.object(Model, "learn", side_effect=AssertionError("다시 배운다")),
    ):
        assert len(Model.stored(small, tmp_path).profiles) == 20
    assert not caplog.text


def test_자료나_코드가_바뀌면_다른_파일이다(small: KnowledgeBase, tmp_path: pathlib.Path) -> None:
    module = tmp_path / "module.py"
    module.write_text("x = 1")
    with mock.patch("telcofacts.matching.model._PACKAGE", tmp_path):
        before = path_of(small, tmp_path)
        assert path_of(dataclasses.replace(small, version="other"), tmp_path) != before
        module.write_text("x = 2")
        assert path_of(small, tmp_path) != before


def test_쓸_수_없는_폴더라도_답한다(
    small: KnowledgeBase, tmp_path: pathlib.Path, caplog: pytest.LogCaptureFixture
) -> None:
    taken = tmp_path / "file"
    taken.touch()
    with caplog.at_level(logging.INFO):
        assert len(Model.stored(small, taken / "folder").profiles) == 20
    assert "저장하지 못했습니다" in caplog.text


def test_자료가_바뀌면_새로_배우고_오래된_것은_지운다(small: KnowledgeBase, tmp_path: pathlib.Path) -> None:
    (tmp_path / "model-half.tmp").touch()
    os.utime(tmp_path / "model-half.tmp", (0, 0))
    for version in "abcd":
        path = path_of(dataclasses.replace(small, version=version), tmp_path)
        Model.stored(dataclasses.replace(small, version=version), tmp_path)
        assert path.is_file()
    assert len(list(tmp_path.iterdir())) == 2


def test_다른_자료의_파일은_쓰지_않는다(small: KnowledgeBase, tmp_path: pathlib.Path) -> None:
    other = dataclasses.replace(
        small, facts=dict(list(small.facts.items())[:10])
    )  # by the name of its version the same
    Model.stored(other, tmp_path)
    assert len(Model.stored(small, tmp_path).profiles) == 20
