"""The README shows what the program really says; run this file to write it anew."""

import io
import pathlib
import re
import sys

from telcofacts.answering.answerer import Answerer
from telcofacts.answering.conversation import Conversation
from telcofacts.answering.thresholds import ANSWER_SCORE, SUGGEST_SCORE
from telcofacts.knowledge.loading import load_knowledge
from telcofacts.matching.confidence import BIAS, Features
from telcofacts.rendering.plain import render_answer
from telcofacts.settings import Settings

README = pathlib.Path(__file__).parents[1] / "README.md"
QUESTIONS = (
    "KT가 MS랑 손잡은 이유가 뭐야?",
    "2024년 KT 대표는 누구였어?",
    "언제 취임했어?",
    "rladudtjq이 빅테크에 대해 뭐라고 했어?",
    "KT 직원 수",
    "김영섭 나이",
    "SKT 요금제 추천해줘",
)


def transcript(answerer: Answerer) -> str:
    conversation = Conversation()
    out = io.StringIO()
    for question in QUESTIONS:
        reply = render_answer(answerer.answer(question, conversation), answerer.base)
        out.write(f"질문> {question}\n{reply}\n\n")
    return f"```text\n{out.getvalue().rstrip()}\n```"


def settings_table() -> str:
    rows = ["| variable | meaning | default | example |", "|---|---|---|---|"]
    for name, field in Settings.model_fields.items():
        default = "" if field.default is None else f"`{field.default}`"
        example = f"`{(field.examples or [''])[0]}`"
        rows.append(f"| `{name.upper()}` | {field.description} | {default} | {example} |")
    return "\n".join(rows)


def fill(text: str, mark: str, content: str) -> str:
    marked = re.compile(rf"(<!-- {mark}:.*?-->\n).*?(<!-- /{mark} -->)", re.DOTALL)
    filled, count = marked.subn(lambda m: f"{m[1]}{content}\n{m[2]}", text)
    assert count == 1, mark
    return filled


def test_README의_대화와_설정은_프로그램이_낸_것이다(answerer: Answerer) -> None:
    text = README.read_text(encoding="utf-8")
    written = fill(fill(text, "transcript", transcript(answerer)), "settings", settings_table())
    assert written == text, "renew it: .venv/bin/python tests/test_readme.py"


def test_안내서는_explain이_보이는_이름과_기준을_풀이한다() -> None:
    guide = (README.parent / "knowledge" / "README.md").read_text(encoding="utf-8")
    section = guide.partition("### `--explain` 읽는 법")[2].partition("\n## ")[0]
    assert re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE) == list(Features._fields)
    assert f"{ANSWER_SCORE:g}부터 답하고, {SUGGEST_SCORE:g}부터" in section
    assert f"맨 앞의 {BIAS:.1f}는 늘 같습니다" in section


if __name__ == "__main__":
    text = README.read_text(encoding="utf-8")
    text = fill(text, "transcript", transcript(Answerer(load_knowledge())))
    README.write_text(fill(text, "settings", settings_table()), encoding="utf-8")
    sys.exit()
