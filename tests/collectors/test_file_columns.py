"""An export in somebody else's words is read as soon as they say which column is which, answers beside reviews too."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from collectors import headings, load
from collectors.errors import BadRecordError, SetupError
from collectors.testing import START, Clock, open_http
from triage.mention import Item, Kind, ReplyVisibility, Target

SOURCE = load("file")
HOTEL = (
    "\ufeffReview no.;Date;Stars (of 5);Headline;Guest comment;Guest;Our reply;Reply date\n"
    'R1;13/10/2026 09:14;2;Noisy;"The fan rattled; all night";Anna;Sorry, it is mended.;05/11/2026 10:00\n'
    "R2;14/10/2026 08:00;5;;Lovely;Bert;;\n"
    "R3;15/10/2026 08:00;4;;;Carl;;\n"
)
COLUMNS = (
    "id=Review no.",
    "created_at=Date",
    "stars=Stars (of 5)",
    "title=Headline",
    "text=Guest comment",
    "author=Guest",
    "reply=Our reply",
    "replied_at=Reply date",
)


def items(path: Path, columns: Sequence[str]) -> list[Item]:
    options = tuple((f"column_{ours}", theirs) for theirs, ours in headings.read(columns).items())
    target = Target(id="import", collector="file", brands=("inn",), query=str(path), options=options)
    with open_http(Clock()) as http:
        pages = list(SOURCE.pull(http, target, since=None, until=START))
    return [SOURCE.map(record) for page in pages for record in page.records]


@pytest.fixture
def hotel(tmp_path: Path) -> Path:
    path = tmp_path / "hotel.csv"
    path.write_text(HOTEL, encoding="utf-8")
    return path


def test_a_row_with_an_answer_beside_it_is_two_posts(hotel: Path) -> None:
    review, answer, second, third = items(hotel, COLUMNS)

    assert (review.native_id, review.kind, review.rating, review.author_name) == ("R1", Kind.REVIEW, 2.0, "Anna")
    assert review.text == "Noisy\n\nThe fan rattled; all night"
    assert review.created_at == datetime(2026, 10, 13, 9, 14, tzinfo=UTC)
    assert (answer.native_id, answer.parent_id, answer.is_owned) == ("R1/reply", "R1", True)
    # the order of day and month is settled by the reviews, and holds for their answers
    assert (answer.text, answer.created_at) == ("Sorry, it is mended.", datetime(2026, 11, 5, 10, tzinfo=UTC))
    assert [one.text for one in (second, third)] == ["Lovely", ""]
    assert {one.reply_visibility for one in (review, second, third)} == {ReplyVisibility.THREAD}


def test_an_answer_that_is_written_later_makes_no_other_review_of_it(hotel: Path) -> None:
    before = items(hotel, COLUMNS)[2]

    hotel.write_text(HOTEL.replace("Lovely;Bert;;", "Lovely;Bert;Thank you!;14/10/2026 09:00"), encoding="utf-8")
    after, answer = items(hotel, COLUMNS)[2:4]

    assert after == before
    assert answer.text == "Thank you!"


@pytest.mark.parametrize("reply", ["", "Sorry too."])
def test_no_review_takes_the_id_of_an_answer(tmp_path: Path, reply: str) -> None:
    path = tmp_path / "own.csv"
    path.write_text(f"id,text,reply\n1,Cold soup,Sorry.\n1/reply,Warm beer,{reply}\n", encoding="utf-8")
    target = Target(id="import", collector="file", brands=(), query=str(path))
    with open_http(Clock()) as http:
        first, answer, *others = [
            record for page in SOURCE.pull(http, target, since=None, until=START) for record in page.records
        ]

    assert (SOURCE.map(first).text, SOURCE.map(answer).text) == ("Cold soup", "Sorry.")
    assert len(others) == 1
    with pytest.raises(BadRecordError, match=r"row 3: its id ends in /reply"):
        SOURCE.map(others[0])


def test_the_words_of_a_header_are_enough_to_propose_what_to_say(hotel: Path) -> None:
    with pytest.raises(SetupError) as caught:
        items(hotel, ())

    for one in COLUMNS:
        ours, _, theirs = one.partition("=")
        assert f'--column {ours}="{theirs.lower()}"' in str(caught.value)


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        (("text",), "does not say which column is which"),
        (("words=Guest comment",), "does not say which column is which"),
        (("id=Review no.", "id=Date"), "named before"),
        (("id=Review no.", "text=Review no."), "named before"),
        (("id=Review nr.", "text=Guest comment"), "no column 'review nr.'; it has review no., date"),
        (("id=Review no.",), "no column text"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_what_there_is(hotel: Path, columns: tuple[str, ...], said: str) -> None:
    with pytest.raises(SetupError, match=said):
        items(hotel, columns)


def test_a_column_of_the_file_gives_way_to_the_one_that_is_named(tmp_path: Path) -> None:
    path = tmp_path / "two.csv"
    path.write_text("id,text,Comment\n1,en,It broke\n")

    (item,) = items(path, ("text=comment",))

    assert item.text == "It broke"


def test_lines_of_json_are_renamed_as_rows_are(tmp_path: Path) -> None:
    path = tmp_path / "posts.jsonl"
    path.write_text('{"Number": 7, "Body": "It broke", "Response": "Sorry!"}\n["no object"]\n')
    columns = ("id=Number", "text=Body", "reply=Response")
    options = tuple((f"column_{ours}", theirs) for theirs, ours in headings.read(columns).items())
    target = Target(id="import", collector="file", brands=("inn",), query=str(path), options=options)

    with open_http(Clock()) as http:
        records = [record for page in SOURCE.pull(http, target, since=None, until=START) for record in page.records]

    assert [SOURCE.map(record).native_id for record in records[:2]] == ["7", "7/reply"]
    assert len(records) == 3


def test_a_file_under_other_names_is_read_anew(hotel: Path) -> None:
    other = ("id=Review no.", "text=Headline")

    first, second = items(hotel, COLUMNS), items(hotel, other)

    assert [len(found) for found in (first, second)] == [4, 3]
    assert second[0].text == "Noisy"
