"""A field that is not what it should be is named; it never passes for something else."""

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors.base import Response
from collectors.errors import BadRecordError, CollectError, RefusedError, RetryLaterError
from collectors.fields import CHANGED, Fields, document, encode, listed

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def fields(**values: object) -> Fields:
    return Fields.of(encode(values), where="post 7")


def test_what_is_there_is_read() -> None:
    post = fields(text="a\0b", count=3, at="2026-03-01T12:00:00.000Z", who={"name": "dana"}, none=None)

    assert post.text("text") == "ab"
    assert post.number("count") == 3
    assert post.instant("at") == datetime(2026, 3, 1, 12, tzinfo=UTC)
    assert post.fields("who").text("name") == "dana"
    assert (post.maybe_text("none"), post.maybe_number("gone"), post.maybe_instant("gone")) == (None, None, None)


@pytest.mark.parametrize(
    ("name", "reader", "complaint"),
    [
        ("gone", "text", "it has no 'gone'"),
        ("none", "text", "it has no 'none'"),
        ("number", "text", "'number' should be text, but it is a whole number"),
        ("text", "number", "'text' should be a whole number, but it is text"),
        ("truth", "number", "'truth' should be a whole number, but it is true or false"),
        ("gone", "number", "it has no 'gone'"),
        ("text", "instant", "'text' should be an instant, but it is text"),
        ("gone", "instant", "it has no 'gone'"),
        ("text", "fields", "'text' should be an object, but it is text"),
    ],
)
def test_what_is_wrong_is_named(name: str, reader: str, complaint: str) -> None:
    post = fields(none=None, number=7, text="words", truth=True)

    with pytest.raises(BadRecordError, match=f"post 7: {complaint}"):
        getattr(post, reader)(name)


@pytest.mark.parametrize("body", [b"", b"{", b"[1]", b"7", b"[" * 100_000])
def test_a_body_that_is_no_object_is_a_bad_record(body: bytes) -> None:
    with pytest.raises(BadRecordError, match="post 7"):
        Fields.of(body, where="post 7")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b'{"hits": [1', RetryLaterError),
        (b"<html>", RetryLaterError),
        (b'{"results": []}', RefusedError),
        (b"7", RefusedError),
    ],
)
def test_a_response_without_its_list_says_what_to_do(body: bytes, expected: type[CollectError]) -> None:
    response = Response(status=200, headers={}, body=body, url="https://shop.example/")

    with pytest.raises(expected):
        listed(document(response, source="shop"), source="shop", name="hits")


@pytest.mark.parametrize(("value", "expected"), [(1_772_366_400, NOON), (1_772_366_400.0, NOON), (None, None)])
def test_seconds_since_1970_are_an_instant(value: object, expected: datetime | None) -> None:
    assert Fields(values={"at": value}, where="post").maybe_epoch("at") == expected


@pytest.mark.parametrize("value", [True, "1772366400", 10**20, float("nan"), float("inf")])
def test_other_values_are_no_seconds(value: object) -> None:
    with pytest.raises(BadRecordError, match="'at' should be seconds since 1970"):
        Fields(values={"at": value}, where="post").epoch("at")


def test_a_flag_is_said_or_not() -> None:
    fields = Fields(values={"yes": True, "no": False, "odd": "true"}, where="post")

    assert (fields.flag("yes"), fields.flag("no"), fields.flag("silent")) == (True, False, False)
    with pytest.raises(BadRecordError, match="'odd' should be true or false"):
        fields.flag("odd")


@pytest.mark.parametrize(
    ("body", "complaint"),
    [
        (b"{broken", "it is no JSON from character 2 on"),
        (b"\xff\xfe{", "it is not UTF-8"),
        (b"[7]", "but it is a list"),
    ],
)
def test_a_body_that_is_none_is_told_in_words_of_ours_with_what_to_do(body: bytes, complaint: str) -> None:
    with pytest.raises(BadRecordError, match=complaint) as told:
        Fields.of(body, where="letter")

    assert CHANGED in str(told.value)


@given(value=st.none() | st.booleans() | st.integers() | st.floats() | st.text(min_size=9))
def test_a_complaint_never_quotes_what_it_found(value: object) -> None:
    letter = Fields(values={"odd": value}, where="letter")
    told = []
    for read in (letter.text, letter.number, letter.instant, letter.epoch, letter.flag, letter.fields):
        with suppress(BadRecordError):
            read("odd")
            continue
        told.append(_complaint(read))

    assert told
    assert not any(isinstance(value, str) and value in complaint for complaint in told)


def _complaint(read: Callable[[str], object]) -> str:
    with pytest.raises(BadRecordError) as told:
        read("odd")
    return str(told.value)
