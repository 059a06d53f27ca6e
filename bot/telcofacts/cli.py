"""The command line: `telcofacts run`, `ask`, `check` and the rest, as `--help` lists them."""

import contextlib
import datetime
import enum
import gc
import json
import logging
import os
import pathlib
import sys
import tempfile
from collections.abc import Iterator
from importlib import metadata
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from telcofacts import usage
from telcofacts.answering.answerer import Answerer
from telcofacts.channels import terminal
from telcofacts.curation.evaluate import QuestionFileError, ask_turns, evaluate, read_lines, read_questions
from telcofacts.curation.explain import explain
from telcofacts.knowledge.loading import KnowledgeError, Location, check_knowledge, load_knowledge, notes_on
from telcofacts.knowledge.schema import write_schemas
from telcofacts.matching.model import Model, path_of
from telcofacts.rendering.contract import to_json
from telcofacts.rendering.plain import render_answer
from telcofacts.settings import Settings, SettingsError, load_settings
from telcofacts.text.dates import SEOUL

if TYPE_CHECKING:  # imported where it is used: who only asks does not wait for it
    from telcofacts.storage import Storage

app = typer.Typer(
    help="통신사 AI 전략에 관한 질문에 출처와 함께 답하는 봇",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
_VERDICTS = {"good": "고맙다", "bad": "아니다", "correction": "바로잡기"}
_TERMINAL_INSTEAD = (
    "TELEGRAM_BOT_TOKEN이 없어 터미널 대화를 엽니다. "
    "텔레그램 봇으로 띄우려면 @BotFather에게 /newbot을 보내 토큰을 받으세요."
)


def main() -> None:
    """Run the command line; mistakes that can be foreseen end with a message, not a traceback."""
    try:
        sys.exit(app(prog_name="telcofacts", standalone_mode=False))
    except typer.TyperException as error:
        typer.echo(usage.explain(error), err=True)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:  # `telcofacts ask … | head` ends quietly
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(141)
    except (SettingsError, KnowledgeError, QuestionFileError) as error:
        _fail(str(error))
    except OSError as error:  # a full disk behind the standard output, say
        if error.filename is not None:
            raise
        _fail(f"쓰거나 읽지 못했습니다: {error.strerror}")


def _fail(message: str) -> NoReturn:
    typer.echo(message, err=True)
    sys.exit(1)


def _location(settings: Settings) -> Location:
    if settings.telcofacts_knowledge_dir and settings.telcofacts_seeds_dir:
        return Location(settings.telcofacts_knowledge_dir, settings.telcofacts_seeds_dir)
    return Location.shipped()


def _answerer() -> Answerer:
    settings = load_settings()
    logging.basicConfig(level=settings.telcofacts_log_level.upper(), stream=sys.stderr)
    base, cache = load_knowledge(_location(settings)), settings.cache_folder()
    if not path_of(base, cache).is_file():
        typer.echo("사실 자료에서 배웁니다(자료가 바뀐 뒤 처음 한 번, 30초쯤) …", err=True)
    return _settled(Answerer(base, cache))


def _settled(answerer: Answerer) -> Answerer:
    """Load what the first answer would wait for, and leave what stays for good out of garbage collection."""
    answerer.matcher.read("첫 질문")
    gc.collect()
    gc.freeze()
    return answerer


@app.callback(invoke_without_command=True)
def program(
    context: typer.Context, version: Annotated[bool, typer.Option("--version", help="버전을 보여 줍니다")] = False
) -> None:
    """Answer what is asked of the program itself; commands follow."""
    if version:
        typer.echo(f"telcofacts {metadata.version('telcofacts')}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        typer.echo(context.get_help(), err=True)
        raise typer.Exit(2)


@app.command()
def run() -> None:
    """토큰이 있으면 텔레그램 봇을, 없으면 터미널 대화를 엽니다."""
    settings = load_settings()
    if settings.token() is None:
        typer.echo(_TERMINAL_INSTEAD, err=True)
        chat()
        return
    if settings.telcofacts_webhook_url or settings.telcofacts_webhook_secret_file:
        settings.webhook_secret()  # said before the base is read, which takes a while
    # Only who serves Telegram waits for its library, the web server and the database to be imported.
    from telcofacts.channels.telegram import TelegramStartError
    from telcofacts.service import ServiceStartError, configure_logs, learn_apart, run_service
    from telcofacts.storage import Storage, StorageError

    configure_logs(settings)
    location = _location(settings)
    try:
        with contextlib.closing(Storage.open(settings)) as storage:
            base, cache = load_knowledge(location), settings.cache_folder()
            if not path_of(base, cache).is_file():
                learn_apart(location, cache)
            answerer = _settled(Answerer(base, cache))
            run_service(settings, answerer, storage, location)
    except (TelegramStartError, ServiceStartError, StorageError) as error:
        _fail(str(error))


@app.command()
def chat() -> None:
    """터미널에서 묻고 답합니다. 파이프로 받은 글은 한 줄에 하나씩 답합니다."""
    minutes = load_settings().telcofacts_conversation_minutes
    terminal.chat(_answerer(), sys.stdin, sys.stdout, conversation_minutes=minutes)


@app.command()
def ask(
    question: Annotated[list[str] | None, typer.Argument(help="질문", metavar="질문")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="JSON으로 답합니다")] = False,
    batch: Annotated[
        pathlib.Path | None, typer.Option(help="질문 파일(JSONL: text 또는 turns), '-'는 표준 입력", dir_okay=False)
    ] = None,
    why: Annotated[bool, typer.Option("--explain", help="그렇게 답한 까닭을 보여 줍니다")] = False,
) -> None:
    """질문 하나 또는 파일의 질문들에 답합니다.

    파일에 잘못된 줄이 있어도 나머지에 모두 답하고, 어느 줄이 왜 틀렸는지 표준 오류로 말한 뒤 1로 끝납니다.
    --json이면 그 줄의 자리에 {"id": …, "error": …}를 적으므로, 빈 줄을 뺀 줄마다 한 줄이 나옵니다.
    """
    if bool(question) == (batch is not None):
        _fail('질문이나 --batch 파일 가운데 하나를 주세요(보기: telcofacts ask "KT 대표 누구야?")')
    if why and as_json:
        _fail("--explain과 --json은 함께 쓸 수 없습니다. 하나만 주세요")
    answerer = _answerer()
    rows = read_lines(batch) if batch is not None else [{"turns": [" ".join(question or ())]}]
    failed = 0
    for number, row in enumerate(rows, 1):
        if isinstance(row, QuestionFileError):
            failed += 1
            typer.echo(row, err=True)
            if as_json:
                typer.echo(json.dumps({"id": _name(row.id, number), "error": str(row)}, ensure_ascii=False))
            continue
        if why:
            typer.echo(explain(answerer, row["turns"]))
            continue
        answer = ask_turns(answerer, row["turns"])
        if as_json:
            line = to_json(answer, answerer.base, _name(row.get("id"), number))
            typer.echo(json.dumps(line, ensure_ascii=False))
        else:
            typer.echo(render_answer(answer, answerer.base))
    if failed:
        _fail(f"{failed}줄에 답하지 못했습니다")


def _name(given: object, number: int) -> str:
    return str(number if given is None else given)


@app.command()
def check(
    articles: Annotated[
        pathlib.Path | None,
        typer.Option(help="기사 글이 있는 폴더: 수·이름·날짜·베낀 말도 봅니다", file_okay=False, exists=True),
    ] = None,
) -> None:
    """사실 자료를 규칙에 따라 검사합니다."""
    location = _location(load_settings())
    findings = check_knowledge(location, articles)
    for finding in findings:
        typer.echo(finding)
    if findings:
        _fail(f"{len(findings)}건을 고쳐야 합니다")
    for note in notes_on(location):
        typer.echo(f"살펴볼 것: {note}")
    base = load_knowledge(location)
    typer.echo(f"사실 {len(base.facts)}개, 출처 {len(base.sources)}개, 이름 {len(base.entities)}개: 이상 없음")


@app.command()
def learn() -> None:
    """사실 자료에서 배울 것을 미리 배워 둡니다(30초쯤). 그러면 다음 시작이 빠릅니다."""
    settings = load_settings()
    base, folder = load_knowledge(_location(settings)), settings.cache_folder()
    path = path_of(base, folder)
    if path.is_file() or _is_writable(folder):  # asked first, for learning takes long
        Model.stored(base, folder)
    if not path.is_file():
        _fail(f"TELCOFACTS_CACHE_DIR: {folder}에 저장하지 못했습니다. 쓸 수 있는 폴더를 주세요")
    typer.echo(f"배웠습니다: {path}({path.stat().st_size / 1e6:.0f} MB)")


def _is_writable(folder: pathlib.Path) -> bool:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=folder).close()
    except OSError:
        return False
    return True


@app.command(name="eval")
def evaluate_file(
    questions: Annotated[
        pathlib.Path, typer.Argument(metavar="질문파일", help="JSONL: text/turns와 expect", dir_okay=False)
    ],
    misses: Annotated[int, typer.Option(help="틀린 것을 몇 개까지 보일지", min=0)] = 10,
) -> None:
    """기대하는 답이 적힌 질문 파일로 채점합니다.

    한 줄에 하나: {"text": "질문", "expect": {"all": ["모두 맞을 정규식"], "any": ["하나는 맞을 정규식"]}}.
    답이 없어야 하면 "expect": "none". 이어 묻는 것은 text 대신 "turns": ["앞 질문", "질문"].
    """
    rows = read_questions(questions, with_expectation=True)
    typer.echo(evaluate(_answerer(), rows, misses))


class WebhookAction(enum.StrEnum):
    """What to do with the registration of the webhook."""

    SET = "set"
    DELETE = "delete"
    INFO = "info"


@app.command()
def webhook(
    action: Annotated[WebhookAction, typer.Argument(metavar="할일", help="set 등록, delete 취소, info 상태")],
) -> None:
    """텔레그램에 웹훅을 등록하거나, 지우거나, 상태를 봅니다."""
    from telcofacts.channels.telegram import TelegramStartError
    from telcofacts.service import delete_webhook, describe_webhook, set_webhook

    actions = {
        WebhookAction.SET: set_webhook, WebhookAction.DELETE: delete_webhook, WebhookAction.INFO: describe_webhook
    }  # fmt: skip
    try:
        typer.echo(actions[action](load_settings()))
    except TelegramStartError as error:
        _fail(str(error))


@contextlib.contextmanager
def _storage() -> Iterator["Storage"]:
    """Open the storage for somebody before the screen: unlike the bot, who does not wait for a database to start."""
    import sqlalchemy.exc

    from telcofacts.storage import Storage, StorageError, reason_of

    try:
        with contextlib.closing(Storage.open(load_settings(), patience=0)) as storage:
            yield storage
    except StorageError as error:
        _fail(str(error))
    except sqlalchemy.exc.SQLAlchemyError as error:
        _fail(f"데이터베이스를 쓸 수 없습니다: {reason_of(error)}")


@app.command()
def unanswered(
    limit: Annotated[int, typer.Option(help="몇 개까지 보일지", min=1)] = 30,
    people: Annotated[int, typer.Option(help="적어도 이만큼의 사람이 물은 것만", min=1)] = 1,
) -> None:
    """텔레그램에서 답하지 못한 질문을 많이 물은 차례로 봅니다(가린 글로, 보관 기간 동안). 무엇을 더 적을지 봅니다."""
    with _storage() as storage:
        asked = storage.questions.most_asked(limit, people)
    for each in asked:
        typer.echo(f"{each.count}번, {each.people}명: {each.text}")
    if not asked:
        typer.echo("답하지 못한 질문이 없습니다")


@app.command()
def feedback(limit: Annotated[int, typer.Option(help="몇 개까지 보일지", min=1)] = 30) -> None:
    """텔레그램에서 답에 대해 한 말을 새것부터 봅니다(가린 글로, 보관 기간 동안). 무엇을 고칠지 여기서 봅니다."""
    with _storage() as storage:
        said = storage.questions.all_feedback(limit)
    for each in said:
        on = datetime.datetime.fromtimestamp(each.at, SEOUL).date()
        note = f": {each.note}" if each.note else ""
        typer.echo(f"{on} {_VERDICTS[each.verdict]} {each.fact_id or '(답 없음)'}{note}")
    if not said:
        typer.echo("답에 대한 말이 없습니다")


@app.command()
def journal(
    retry: Annotated[bool, typer.Option("--retry", help="따로 둔 것에 다시 답하게 합니다")] = False,
    drop: Annotated[bool, typer.Option("--drop", help="따로 둔 것을 지웁니다")] = False,
) -> None:
    """여러 번 답하지 못해 따로 둔 메시지를 봅니다."""
    if retry and drop:
        _fail("--retry와 --drop은 함께 쓸 수 없습니다. 하나만 주세요")
    with _storage() as storage:
        from telcofacts.storage import set_aside

        if retry:
            typer.echo(f"{set_aside.retry(storage.database)}건에 다시 답합니다")
        elif drop:
            typer.echo(f"{set_aside.drop(storage.database)}건을 지웠습니다")
        else:
            typer.echo(set_aside.report(storage.database))


@app.command()
def schema(
    folder: Annotated[
        pathlib.Path, typer.Argument(metavar="폴더", help="JSON Schema를 쓸 곳", file_okay=False)
    ] = pathlib.Path("knowledge/schema"),
) -> None:
    """편집기가 쓸 JSON Schema를 기록의 모델에서 다시 만듭니다."""
    try:
        for path in write_schemas(folder):
            typer.echo(path)
    except OSError as error:
        _fail(f"{folder}에 쓸 수 없습니다({error.strerror}). 쓸 수 있는 폴더를 주세요")
