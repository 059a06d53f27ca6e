"""What all records are made of. Descriptions are for curators: editors show them beside the field."""

from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, WithJsonSchema

from telcofacts.text.dates import PartialDate
from telcofacts.text.normalise import CONTROL, INVISIBLE

STATEMENT_LIMIT = 160
SHORT_LIMIT = 40
DESCRIPTION_LIMIT = 80
MIN_QUESTIONS, MAX_QUESTIONS = 4, 60

ID_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"
LOCATOR_PATTERN = r"^p[1-9][0-9]*$"
_DATE_PATTERN = r"^[0-9]{4}(-(H[12]|Q[1-4]|[0-9]{2}(-[0-9]{2})?))?$"
_DATE_SCHEMA: dict[str, Any] = {
    "anyOf": [
        {"type": "string", "pattern": _DATE_PATTERN, "examples": ["2024-10"]},
        {"type": "integer", "minimum": 1000, "maximum": 9999},
    ]
}


def _to_date(value: object) -> object:
    """Take text, and a year that YAML reads as a number, for a date."""
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    return PartialDate.parse(value) if isinstance(value, str) else value


def _on_one_line(text: str) -> str:
    """Refuse what nobody sees in an editor and everybody trips over later."""
    if hidden := INVISIBLE.search(text) or CONTROL.search(text):
        raise ValueError(f"보이지 않는 글자(U+{ord(hidden[0]):04X})가 있습니다 → 지우고 다시 적으세요")
    if text != " ".join(text.split()):
        raise ValueError("앞뒤의 빈칸, 줄바꿈이나 겹친 빈칸이 있습니다 → 한 줄로 붙이고 한 칸씩만 띄우세요")
    return text


Date = Annotated[
    PartialDate,
    BeforeValidator(_to_date),
    PlainSerializer(str, return_type=str),
    WithJsonSchema(_DATE_SCHEMA),
]
Id = Annotated[str, Field(pattern=ID_PATTERN, max_length=40)]
Locator = Annotated[str, Field(pattern=LOCATOR_PATTERN)]
Text = Annotated[str, Field(min_length=1), AfterValidator(_on_one_line)]
Description = Annotated[str, Field(min_length=1, max_length=DESCRIPTION_LIMIT), AfterValidator(_on_one_line)]


class Record(BaseModel):
    """What all records share: they are immutable, and an unknown field is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, arbitrary_types_allowed=True)


class KeyedRecord(Record):
    """A record that others point at."""

    id: Id = Field(description="바뀌지 않는 이름표. 영어 소문자·숫자·하이픈, 40자까지. 한번 쓴 id는 다시 쓰지 않습니다")
