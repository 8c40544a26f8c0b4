"""A field that is not what it should be is named; it never passes for something else."""

from datetime import UTC, datetime

import pytest

from collectors.base import Response
from collectors.errors import BadRecordError, CollectError, RefusedError, RetryLaterError
from collectors.fields import Fields, document, encode, listed

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
        ("number", "text", "'number' should be text, not int"),
        ("text", "number", "'text' should be a whole number, not str"),
        ("truth", "number", "'truth' should be a whole number, not bool"),
        ("gone", "number", "it has no 'gone'"),
        ("text", "instant", "'text' should be an instant, not str"),
        ("gone", "instant", "it has no 'gone'"),
        ("text", "fields", "'text' should be an object, not str"),
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
