"""A wrong call of the command line is answered in Korean, with what to do."""

import re
import sys

import pytest

from telcofacts.cli import main

_ENGLISH = re.compile("[A-Za-z]{2,} [A-Za-z]{2,}")


@pytest.mark.parametrize(
    ("call", "says"),
    [
        ("--nope", "--nope 옵션은 없습니다."),
        ("-x", "-x 옵션은 없습니다."),
        ("ask --jsn x", "비슷한 것: --json"),
        ("foo", "'foo' 명령은 없습니다."),
        ("jornal", "비슷한 것: 'journal'"),
        ("eval", "'질문파일' 자리가 비었습니다."),
        ("webhook", "set, delete, info 가운데 적어 주세요."),
        ("webhook foo", "'foo' 대신 'set', 'delete', 'info' 가운데 하나를"),
        ("eval --misses x a", "'--misses' 값이 맞지 않습니다: 정수를"),
        ("eval --misses -1 a", "0 이상의 수를"),
        ("eval a b c", "받지 않는 말이 더 있습니다: b c"),
        ("eval /", "'/': 파일이 아니라 폴더입니다."),
        ("check --articles /없음", "'/없음': 그런 것이 없습니다."),
        ("check --articles /dev/null/x", "그런 것이 없습니다."),
        (f"schema {__file__}", "폴더가 아니라 파일입니다."),
        ("ask --batch", "'--batch' 뒤에 값을"),
        ("ask --json=3 x", "'--json'에는 값을 붙이지 않습니다."),
    ],
)
def test_잘못_부르면_무엇을_고칠지_우리말로_말하고_2로_끝난다(
    call: str, says: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["telcofacts", *call.split()])
    with pytest.raises(SystemExit) as ended:
        main()
    said = capsys.readouterr()
    assert ended.value.code == 2
    assert says in said.err
    assert not _ENGLISH.search(said.err.partition("\n쓰는 법: telcofacts")[0])
    assert said.out == ""
