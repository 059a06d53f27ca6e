"""What is wrong with a call of the command line, in Korean.

typer says it in English only: its copy of click knows no translations, and pydantic, which checks the values, none
either. So its sentences are looked up here; one that is missing is shown as it is.
"""

import re
from typing import Final

import typer

_SAYINGS: Final = tuple(
    (re.compile(english), korean)
    for english, korean in (
        (r"No such option: (\S+)", "{} 옵션은 없습니다."),
        (r"No such option: (\S+) \(Possible options: (.+)\)", "{} 옵션은 없습니다. 비슷한 것: {}"),
        (r"No such command '(.+?)'\.", "'{}' 명령은 없습니다."),
        (r"No such command '(.+?)'\. Did you mean (.+)\?", "'{}' 명령은 없습니다. 비슷한 것: {}"),
        (r"Missing (?:argument|option) '(.+?)'\.", "'{}' 자리가 비었습니다. 적어 주세요."),
        (r"Missing (?:argument|option) '(.+?)'\. Choose from: (.+)", "'{}' 자리가 비었습니다. {} 가운데 적어 주세요."),
        (r"Got unexpected extra argument\(s\) \((.+)\)", "받지 않는 말이 더 있습니다: {}"),
        (r"Option '(.+?)' requires an argument\.", "'{}' 뒤에 값을 적어 주세요."),
        (r"Option '(.+?)' does not take a value\.", "'{}'에는 값을 붙이지 않습니다."),
        (r"Invalid value for '(.+?)': (.+)", "'{}' 값이 맞지 않습니다: {}"),
        (r"Input should be a valid integer.*", "정수를 적어 주세요."),
        (r"Input should be greater than or equal to (.+)", "{} 이상의 수를 적어 주세요."),
        (r"(?:Value error, )?('.*') is not one of (.+)\.", "{} 대신 {} 가운데 하나를 적어 주세요."),
        (r"(?:dir|file|path) ('.*') does not exist\.", "{}: 그런 것이 없습니다."),
        (r"(?:dir|file|path) ('.*') is a file\.", "{}: 폴더가 아니라 파일입니다."),
        (r"(?:dir|file|path) ('.*') is a directory\.", "{}: 파일이 아니라 폴더입니다."),
        (r"(?:dir|file|path) ('.*') is not readable\.", "{}: 읽을 권한이 없습니다."),
    )
)


def explain(error: typer.TyperException) -> str:
    """Say what is wrong with the call, and where to read how it is made."""
    context: typer.Context | None = getattr(error, "ctx", None)
    program = context.command_path if context else "telcofacts"
    return f"{_in_korean(' '.join(error.format_message().split()))}\n쓰는 법: {program} --help"


def _in_korean(said: str) -> str:
    for english, korean in _SAYINGS:
        if found := english.fullmatch(said):
            return korean.format(*map(_in_korean, found.groups()))  # the reason in a sentence is one, too
    return said
