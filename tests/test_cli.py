"""The command line, in processes of its own, as a person or a program calls it."""

import asyncio
import contextlib
import json
import os
import pathlib
import socket
import subprocess
import sys
import time
import zipfile
from importlib import metadata

import pytest

from telcofacts.settings import Settings
from telcofacts.storage import Storage

ROOT = pathlib.Path(__file__).parents[1]
_BOT = {"TELEGRAM_BOT_TOKEN": "123456789:AAEabcdefghijklmnopqrstuvwxyz_012345"}
PROGRAM = [sys.executable, "-m", "telcofacts"]


def call(*args: str, stdin: str = "", env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("TELEGRAM_", "TELCOFACTS_"))}
    done = subprocess.run(
        [*PROGRAM, *args],
        input=stdin,
        capture_output=True,
        text=True,
        env=clean | (env or {}),
        cwd=ROOT,
        timeout=60,
        check=False,
    )
    assert "Traceback" not in done.stderr
    return done


def run(*args: str, stdin: str = "", code: int = 0, env: dict[str, str] | None = None) -> str:
    done = call(*args, stdin=stdin, env=env)
    assert done.returncode == code, done.stderr
    return done.stdout if code == 0 else done.stderr


def test_버전을_말한다() -> None:
    assert run("--version") == f"telcofacts {metadata.version('telcofacts')}\n"


def test_명령이_없으면_명령들을_보이고_2로_끝난다() -> None:
    assert "journal" in run(code=2)


def test_파이프로_받은_줄마다_답한다() -> None:
    out = run("run", stdin="KT 직원 수\n\nKT 로밍 요금\n")
    assert "1만8617명" in out
    assert "다루지 않습니다" in out or "자료에 없습니다" in out


def test_질문_파일에_차례대로_답한다(tmp_path: pathlib.Path) -> None:
    batch = tmp_path / "asked.jsonl"
    rows = [
        {"id": "a", "text": "KT 직원 수", "x": 1},
        {"id": None, "turns": ["2024년 KT 대표는 누구였어?", "언제 취임했어?"]},
    ]
    batch.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    answers = [json.loads(line) for line in run("ask", "--json", "--batch", str(batch)).splitlines()]
    assert [answer["id"] for answer in answers] == ["a", "2"]
    assert answers[1]["facts"][0]["id"] == "kt-kim-took-office"


def test_답한_까닭을_보여_준다() -> None:
    assert "판정: answer" in run("ask", "--explain", "KT 직원 수")


def test_미리_배워_두고_둘_곳이_없으면_말한다(tmp_path: pathlib.Path) -> None:
    learnt = pathlib.Path(run("learn").partition(": ")[2].rpartition("(")[0])
    assert learnt.suffix == ".npz"
    assert learnt.is_file()
    (tmp_path / "file").touch()
    assert "쓸 수 있는 폴더를 주세요" in run(
        "learn", env={"TELCOFACTS_CACHE_DIR": str(tmp_path / "file" / "folder")}, code=1
    )


def test_자료를_검사한다() -> None:
    assert "이상 없음" in run("check")


@pytest.mark.parametrize(
    ("args", "env", "says"),
    [
        (("ask",), {}, "하나를 주세요"),
        (("ask", "--batch", "없는파일.jsonl"), {}, "읽을 수 없습니다"),
        (("run",), {"TELEGRAM_BOT_TOKEN": "abc"}, "TELEGRAM_BOT_TOKEN: "),
        (("run",), {"TELEGRAM_BOT_TOKEN_FILE": "/없는/파일"}, "TELEGRAM_BOT_TOKEN_FILE: "),
        (("run",), {**_BOT, "TELCOFACTS_DATA_DIR": "/proc/없음"}, "TELCOFACTS_DATA_DIR: "),
        (("run",), {**_BOT, "DATABASE_URL": "mysql://x/y"}, "DATABASE_URL: "),
        (("run",), {**_BOT, "TELCOFACTS_WEBHOOK_URL": "https://x/telegram/y"}, "TELCOFACTS_WEBHOOK_SECRET: "),
        (("run",), {**_BOT, "TELCOFACTS_WEBHOOK_SECRET_FILE": "/없는/파일"}, "TELCOFACTS_WEBHOOK_SECRET_FILE: "),
        (("webhook", "info"), {}, "TELEGRAM_BOT_TOKEN이 없습니다"),
        (("webhook", "set"), _BOT, "TELCOFACTS_WEBHOOK_URL이 없습니다"),
        (("webhook", "delete"), {**_BOT, "TELEGRAM_API_BASE": "http://127.0.0.1:9"}, "텔레그램이 요청을 받지"),
        (("journal",), {"TELCOFACTS_DATA_DIR": "/proc/없음"}, "TELCOFACTS_DATA_DIR: "),
        (("chat",), {"TELCOFACTS_LOG_LEVEL": "loud"}, "TELCOFACTS_LOG_LEVEL: "),
        (("chat",), {"TELCOFACTS_CONCURRENT_UPDATES": "0"}, "TELCOFACTS_CONCURRENT_UPDATES: 1 이상이어야"),
        (("chat",), {"TELCOFACTS_CONVERSATION_MINUTES": "0"}, "TELCOFACTS_CONVERSATION_MINUTES: 0보다 큰 수여야"),
        (("chat",), {"TELCOFACTS_WEBHOOK_SECRET": "짧다"}, "TELCOFACTS_WEBHOOK_SECRET: 웹훅에는 영문자"),
        (("chat",), {"TELCOFACTS_LISTEN_HOST": "0.0.0.0:8080"}, "TELCOFACTS_LISTEN_HOST: IP 주소나"),
        (("check",), {"TELCOFACTS_SEEDS_DIR": "seeds"}, "TELCOFACTS_KNOWLEDGE_DIR이 없습니다"),
        (("check",), {"TELCOFACTS_KNOWLEDGE_DIR": "knowledge"}, "TELCOFACTS_SEEDS_DIR에는 출처 카드가 있는 폴더"),
        (("chat",), {"TELEGRAM_API_BASE": "localhost"}, "TELEGRAM_API_BASE: "),
        (("chat",), {"TELCOFACTS_KNOWLEDGE_DIR": "/없는폴더", "TELCOFACTS_SEEDS_DIR": "/없는폴더"}, "/없는폴더"),
    ],
)
def test_잘못_준_것은_무엇을_고칠지_말하고_1로_끝난다(args: tuple[str, ...], env: dict[str, str], says: str) -> None:
    assert says in run(*args, code=1, env=env)


def test_따로_둔_것을_보고_다시_답하게_하고_지운다(tmp_path: pathlib.Path) -> None:
    env = {"TELCOFACTS_DATA_DIR": str(tmp_path)}
    storage = Storage.open(Settings(telcofacts_data_dir=tmp_path))
    with contextlib.closing(storage):
        asyncio.run(_set_aside(storage, 5))
    shown = run("journal", env=env)
    assert "실패 3회" in shown
    assert "RuntimeError" in shown
    assert "따로 둔 것 1건, 답을 기다리는 것 0건" in shown
    assert "1건에 다시 답합니다" in run("journal", "--retry", env=env)
    assert "따로 둔 것 0건, 답을 기다리는 것 1건" in run("journal", env=env)
    assert "0건을 지웠습니다" in run("journal", "--drop", env=env)
    assert "하나만" in run("journal", "--drop", "--retry", env=env, code=1)


def test_데이터베이스에_닿지_못하면_기다리지_않고_무엇을_볼지_말한다() -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute:  # takes the connection and never says a word
        started = time.monotonic()
        said = run(
            "journal", env={"DATABASE_URL": f"postgresql://u:geheim@127.0.0.1:{mute.getsockname()[1]}/x"}, code=1
        )
    assert time.monotonic() - started < 20  # five seconds for the connection, the rest is the start of the program
    assert "DATABASE_URL의 주소와 비밀번호가 맞는지" in said
    assert "geheim" not in said


def test_답하지_못한_질문을_많이_물은_차례로_본다(tmp_path: pathlib.Path) -> None:
    env = {"TELCOFACTS_DATA_DIR": str(tmp_path)}
    assert run("unanswered", env=env) == "답하지 못한 질문이 없습니다\n"

    async def ask(storage: Storage) -> None:
        for person, text in ((1, "KT 요금"), (1, "KT 주가 010-1234-5678"), (2, "KT 주가 010-1234-5678")):
            await storage.questions.unanswered(text, person)

    with contextlib.closing(Storage.open(Settings.model_validate({"telcofacts_data_dir": tmp_path}))) as storage:
        asyncio.run(ask(storage))
    assert run("unanswered", env=env) == "2번, 2명: KT 주가 [전화번호]\n1번, 1명: KT 요금\n"
    assert "KT 요금" not in run("unanswered", "--people", "2", env=env)


def test_무엇이_틀렸다고_하는지_새것부터_본다(tmp_path: pathlib.Path) -> None:
    env = {"TELCOFACTS_DATA_DIR": str(tmp_path)}
    assert run("feedback", env=env) == "답에 대한 말이 없습니다\n"

    async def say(storage: Storage) -> None:
        await storage.questions.feedback("kt-ceo", "bad", 1)
        await storage.questions.feedback("kt-ceo", "good", 2)
        await storage.questions.feedback(None, "correction", 2, "날짜가 달라요, me@example.com")

    with contextlib.closing(Storage.open(Settings.model_validate({"telcofacts_data_dir": tmp_path}))) as storage:
        asyncio.run(say(storage))
    said = [line.partition(" ")[2] for line in run("feedback", env=env).splitlines()]
    assert said == ["바로잡기 (답 없음): 날짜가 달라요, [전자우편]", "고맙다 kt-ceo", "아니다 kt-ceo"]
    assert len(run("feedback", "--limit", "1", env=env).splitlines()) == 1


async def _set_aside(storage: Storage, update_id: int) -> None:
    journal = storage.journal(1)
    await journal.put({"update_id": update_id, "message": {"text": "KT 대표?", "chat": {"id": 7}}})
    for _ in range(3):
        await journal.failed(update_id, "RuntimeError")
    await journal.close()


BAD = (
    '{"id": "a", "text": "KT 직원 수"}\n'
    "{깨짐\n"
    "\n"
    '{"id": "c", "txt": "KT 직원 수"}\n'
    "[1]\n"
    f'{{"text": {"9" * 5000}}}\n'
    '{"turns": ["KT 직원 수 \\ud83e"]}\n'
)


def test_잘못된_줄이_있어도_나머지에_답하고_그_자리에_까닭을_적는다(tmp_path: pathlib.Path) -> None:
    batch = tmp_path / "asked.jsonl"
    batch.write_text(BAD, encoding="utf-8")
    done = call("ask", "--json", "--batch", str(batch))
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["id"] for row in rows] == ["a", "2", "c", "4", "5", "6"]
    assert [row.get("outcome") for row in rows] == ["answer", None, None, None, None, "answer"]
    places = [row["error"].partition(" ")[0].rpartition(":")[2] for row in rows if "error" in row]
    assert places == ["2", "4", "5", "6"], "lines of the file, blank ones counted too"
    assert done.returncode == 1
    assert done.stderr.splitlines()[:-1] == [row["error"] for row in rows if "error" in row]
    assert done.stderr.splitlines()[-1] == "4줄에 답하지 못했습니다"


def test_글로_답할_때는_잘못된_줄을_표준_오류로만_말한다() -> None:
    done = call("ask", "--batch", "-", stdin='{깨짐\n{"text": "KT 직원 수"}\n')
    assert done.stdout.startswith("2024년 상반기 기준입니다.")
    assert "-:1 JSON이 아닙니다" in done.stderr
    assert done.returncode == 1


def test_채점은_잘못된_줄이_있으면_시작하지_않는다() -> None:
    assert "-:1 JSON이 아닙니다" in run("eval", "-", stdin="{깨짐\n", code=1)


def test_휠만_있어도_빈_폴더에서_답한다(tmp_path: pathlib.Path) -> None:
    """The wheel carries the facts: unpacked elsewhere, with nothing of the source tree in reach, it answers."""
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True, timeout=60)
    (wheel,) = tmp_path.glob("*.whl")
    site, empty = tmp_path / "site", tmp_path / "empty"
    empty.mkdir()
    zipfile.ZipFile(wheel).extractall(site)
    code = (
        "import sys; sys.path.insert(0, sys.argv.pop(1)); import telcofacts, telcofacts.cli; "
        "print(telcofacts.__file__, file=sys.stderr); telcofacts.cli.main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(site), "ask", "KT 직원 수"],
        cwd=empty, capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    assert str(site) in done.stderr
    assert "1만8617명" in done.stdout
