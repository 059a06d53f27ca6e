"""Whatever is posted with the right secret, the webhook takes it or refuses it; it never fails."""

import contextlib
import itertools
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hooked import Hook, hooked, message
from telcofacts.service.deliveries import MalformedError, parse_update
from telcofacts.storage import Journal

bounded = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
numbers = itertools.count(1)
scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
)


@pytest.fixture
async def hook(journal: Journal) -> AsyncIterator[Hook]:
    async with hooked(journal) as hook:
        yield hook


def leaves(value: Any, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    if not isinstance(value, dict):
        return [path]
    return [path, *(place for key, inner in value.items() for place in leaves(inner, (*path, key)))]


@bounded
@given(body=st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_업데이트가_아니면_아니라고_한다(body: bytes) -> None:
    with contextlib.suppress(MalformedError):
        assert isinstance(parse_update(body)["update_id"], int)


@bounded
@given(value=values, place=st.sampled_from([path for path in leaves(message(1)) if path and path != ("update_id",)]))
async def test_어느_칸이_어떻게_망가져도_받거나_물린다(hook: Hook, value: Any, place: tuple[str, ...]) -> None:
    update = message(next(numbers))
    inner = update
    for key in place[:-1]:
        inner = inner[key]
    inner[place[-1]] = value
    assert await hook.deliver(update) in (200, 400)
    assert await hook.deliver(message(next(numbers))) == 200, "the next one is taken all the same"


@bounded
@given(update=st.dictionaries(st.sampled_from(["message", "callback_query", "inline_query", "x"]), values, max_size=3))
async def test_어떤_JSON이든_받거나_물린다(hook: Hook, update: dict[str, Any]) -> None:
    assert await hook.post(json.dumps({"update_id": next(numbers), **update})) in (200, 400)
