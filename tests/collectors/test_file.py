"""A file is read row by row: every row once, a bad one told by its number, none lost."""

import gzip
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from collectors import load
from collectors.base import Page, Record
from collectors.errors import BadRecordError, SetupError
from collectors.sources import file as file_source
from collectors.testing import START, Clock, MemoryRunner, open_http
from triage.mention import Item, Kind, ReplyVisibility, Target

SOURCE = load("file")
Write = Callable[..., Target]
Patch = pytest.MonkeyPatch


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def target(content: str | bytes, name: str = "posts.csv") -> Target:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return Target(id="import", collector="file", brands=(), query=str(path))

    return target


def pages(target: Target, *, since: str | None = None) -> Iterator[Page]:
    with open_http(Clock()) as http:
        yield from SOURCE.pull(http, target, since=since, until=START)


def records(target: Target) -> list[Record]:
    return [record for page in pages(target) for record in page.records]


def items(target: Target) -> list[Item]:
    return [SOURCE.map(record) for record in records(target)]


def test_a_row_becomes_an_item(write: Write) -> None:
    target = write(
        "id,text,lang,source,created_at,parent_id,author,brand,stars,role,mood\n"
        '7,"Late, again\nand cold",EN,play,2026-02-01T10:00:00+01:00,,dana,maple-finch,2,customer,bad\n'
        "8,Sorry!,en,play,2026-02-01T11:00:00,7,,maple-finch,,company,\n"
    )

    post, answer = items(target)

    assert (post.platform, post.native_id, post.text, post.lang) == ("play", "7", "Late, again\nand cold", "en")
    assert (post.kind, post.rating, post.rating_max) == (Kind.REVIEW, 2.0, 5.0)
    assert (post.created_at, post.seen_at) == (datetime(2026, 2, 1, 9, tzinfo=UTC), START)
    assert (post.author_id, post.brands, post.is_owned) == ("dana", ("maple-finch",), False)
    assert post.reply_visibility is ReplyVisibility.THREAD
    assert (answer.kind, answer.parent_id, answer.is_owned, answer.author_id) == (Kind.REPLY, "7", True, "maple-finch")
    assert answer.created_at == datetime(2026, 2, 1, 11, tzinfo=UTC)
    assert json.loads(records(target)[0].body)["mood"] == "bad"


def test_the_least_row_is_a_mention_whose_answers_nobody_can_see(write: Write) -> None:
    (item,) = items(write("id,text\n1,Hello\n"))

    assert (item.platform, item.kind, item.created_at, item.rating) == ("file", Kind.MENTION, None, None)
    assert (item.brands, item.author_id, item.reply_visibility) == ((), None, ReplyVisibility.NEVER)


@pytest.mark.parametrize(
    "content",
    [
        "id,text\n1,Hello\n",
        "\ufeffid,text\n1,Hello\n",
        "id;text;note\n1;Hello;a,b,c\n",
        "id\ttext\n1\tHello\n",
        " ID , Text \r\n1,Hello\r\n",
        '"id","text"\n"1","Hello"',
        '{"id": "1", "text": "Hello"}\n',
        '{"ID": 1, "Text": "Hello"}\n',
        '{"id": 1.0, "text": "Hello", "created_at": 1772368200.0}\n',
        '\n{"id": 1, "text": "Hello", "tags": ["a"], "stars": null}\n\n',
        "id,text\n\n1,Hello\n\n",
        "id,text\n1,Hel\0lo\n",
    ],
)
def test_the_usual_shapes_of_an_export_are_read(write: Write, content: str) -> None:
    (item,) = items(write(content))

    assert (item.native_id, item.text) == ("1", "Hello")


def test_a_very_long_field_is_read(write: Write) -> None:
    (item,) = items(write(f'id,text\n1,"{"long " * 2_000_000}"\n'))

    assert len(item.text or "") == 10_000_000


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        (",Hello,,,,", "row 3: its id is blank"),
        ("2,Hello,,,,boss", "row 3: its role is text that is neither customer nor company"),
        ("2,Hello,05-04-2021,,,", "row 3: its created_at 05-04-2021 could be two dates"),
        ("2,Hello,last week,,,", "row 3: its created_at is text that is no date"),
        ("2,Hello,,many,,", "row 3: its stars are no number from 0 to 5"),
        ("2,Hello,,11,,", "row 3: its stars are no number from 0 to 5"),
        ("2,Hello,,inf,,", "row 3: its stars are no number"),
        ("1.2454e+18,Hello,,,,", "row 3: its id is a number that a spreadsheet has rounded"),
        ("2,Hello,,,1.2454e+18,", "row 3: its parent_id is a number that a spreadsheet has rounded"),
        ("nan,Hello,,,,", "row 3: its id is blank"),
        ("2,Hello,,,2,", "row 3: .* cannot answer itself"),
        ("2,Hello", "row 3: it has 2 fields and the header has 6"),
        ("2,Hello,,,,,,more", "row 3: it has 8 fields and the header has 6"),
        ('2,"Hello" there,,,,', "row 3: its quotes do not match"),
    ],
)
def test_a_bad_row_is_told_by_its_number_and_kept(write: Write, row: str, complaint: str) -> None:
    found = records(write(f"id,text,created_at,stars,parent_id,role\n1,Before,,,,\n{row}\n3,After,,,,\n"))

    assert [SOURCE.map(found[0]).text, SOURCE.map(found[2]).text] == ["Before", "After"]
    with pytest.raises(BadRecordError, match=complaint):
        SOURCE.map(found[1])
    with pytest.raises(BadRecordError, match="Correct it and import the file again"):
        SOURCE.map(found[1])
    assert found[1].body


@pytest.mark.parametrize("line", ["{broken", "[1, 2]", '{"id": "2"}', "[" * 100_000, '{"id": "2", "text": null}'])
def test_a_bad_line_among_json_is_told_by_its_number(write: Write, line: str) -> None:
    good = '{"id": "%d", "text": "Hello"}'
    found = records(write("\n".join([good % 1, line, good % 3]), "posts.jsonl"))

    assert [SOURCE.map(found[0]).native_id, SOURCE.map(found[2]).native_id] == ["1", "3"]
    with pytest.raises(BadRecordError, match="row 2"):
        SOURCE.map(found[1])


def test_a_quote_that_is_never_closed_is_told_and_not_swallowed(write: Write) -> None:
    found = records(write('id,text\n1,Before\n2,"open\n3,After\n'))

    assert len(found) == 2
    with pytest.raises(BadRecordError, match="row 3: a quote in it is never closed"):
        SOURCE.map(found[1])
    assert b"3,After" in found[1].body


@pytest.mark.parametrize(
    ("content", "complaint", "fix"),
    [
        ("", "is empty", "Export it again"),
        (" \n\n", "is empty", "Export it again"),
        ("author,body\na,b\n", "no column id and no column text; it has author, body", "--column"),
        ("id,body\na,b\n", "no column text; it has id, body", "--column"),
        ("id,text,text\n1,a,b\n", "two columns called text", "remove one"),
        ('{"id": 1, "body": "x"}\n', "no column text; it has id, body", "--column"),
        ('[{"id": 1, "text": "x"}]', "one JSON array", "jq"),
        ("id,text\n1,déçu\n".encode("cp1252"), "not UTF-8", "iconv"),
        ("id,text\n1,x\n".encode("utf-16"), "not UTF-8", "iconv"),
    ],
)
def test_a_file_that_cannot_be_read_says_why_and_what_to_do(
    write: Write, content: str | bytes, complaint: str, fix: str
) -> None:
    with pytest.raises(SetupError, match=complaint) as raised:
        records(write(content))

    assert fix in raised.value.fix


def test_a_path_that_is_no_file_says_so(tmp_path: Path) -> None:
    for path, complaint in ((tmp_path, "is not a file"), (tmp_path / "gone.csv", "There is no file")):
        with pytest.raises(SetupError, match=complaint):
            records(Target(id="import", collector="file", brands=(), query=str(path)))


def test_a_column_is_understood_as_a_whole(write: Write) -> None:
    found = items(write("id,text,created_at,stars\n1,a,05-04-2021,8\n2,b,13-12-2019,4\n"))

    assert [item.created_at for item in found] == [datetime(2021, 4, 5, tzinfo=UTC), datetime(2019, 12, 13, tzinfo=UTC)]
    assert [(item.rating, item.rating_max) for item in found] == [(8.0, 10.0), (4.0, 10.0)]


@pytest.mark.parametrize(("last", "scale"), [("7", 5.0), ("7\n101,a,8\n102,a,9", 10.0), ("3", 5.0)])
def test_one_slip_of_the_pen_makes_no_other_scale(write: Write, last: str, scale: float) -> None:
    target = write("id,text,stars\n" + "".join(f"{n},a,5\n" for n in range(100)) + f"100,a,{last}\n")

    first, *_, slip = records(target)

    assert SOURCE.map(first).rating_max == scale
    if last == "7":
        with pytest.raises(BadRecordError, match="row 102: its stars are no number from 0 to 5"):
            SOURCE.map(slip)


def test_a_crash_after_any_page_resumes_where_it_stopped(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_source, "ROWS_PER_PAGE", 3)
    target = write("id,text\n" + "".join(f"{n},Hello\n" for n in range(10)))
    for crash_after in (1, 2, 3):
        runner = MemoryRunner(SOURCE, target)
        with open_http(Clock()) as http:
            runner.collect(http, until=START, crash_after=crash_after)
            left = runner.collect(http, until=START)

        assert len(runner.items) == 10
        assert left == 4 - crash_after


def test_a_file_that_was_read_is_not_read_again_until_it_changes(write: Write) -> None:
    (first,) = pages(write("id,text\n1,Hello\n"))
    (again,) = pages(write("id,text\n1,Hello\n"), since=first.cursor)
    (changed,) = pages(write("id,text\n1,Hello there\n"), since=again.cursor)

    assert [len(page.records) for page in (first, again, changed)] == [1, 0, 1]


def test_a_check_names_the_columns(write: Write) -> None:
    with open_http(Clock()) as http:
        assert SOURCE.check(http, write("id,text,mood\n1,a,b\n")) == "posts.csv: id, text, mood"


THREAD = (
    "id,text,parent_id,brand,role,author\n"
    "20,I still wait,12,,customer,dana\n"
    "12,We look into it,11.0,{below},{company},\n"
    "11,Where is my parcel?,,{brand},{customer},dana\n"
)


def test_an_answer_that_names_no_brand_is_of_the_brand_it_answers_for(write: Write) -> None:
    again, answer, post = items(write(THREAD.format(brand="acme", below="", company="company", customer="customer")))

    assert (post.brands, answer.brands, again.brands) == (("acme",), ("acme",), ("acme",))
    assert (answer.parent_id, answer.author_id, answer.is_owned) == ("11", "acme", True)
    assert again.parent_id == answer.native_id


def test_a_pull_that_goes_on_in_the_middle_knows_what_stands_before(write: Write, monkeypatch: Patch) -> None:
    monkeypatch.setattr(file_source, "ROWS_PER_PAGE", 1)
    target = write("id,text,parent_id,brand,role\n1,Late,,acme,\n2,Sorry,1,,company\n3,Still late,2,,\n")
    first, *_ = pages(target)

    rest = [SOURCE.map(record) for page in pages(target, since=first.cursor) for record in page.records]

    assert [item.brands for item in rest] == [("acme",), ("acme",)]


def test_a_company_without_any_name_still_answers(write: Write) -> None:
    _, answer, _ = items(write(THREAD.format(brand="", below="", company="company", customer="customer")))

    assert (answer.brands, answer.is_owned, answer.author_id) == ((), True, "company")


@pytest.mark.parametrize(("company", "customer"), [("agent", "client"), ("Brand", "User"), ("company", "")])
def test_whoever_is_called_otherwise_is_known_by_it(write: Write, company: str, customer: str) -> None:
    _, answer, post = items(write(THREAD.format(brand="acme", below="acme", company=company, customer=customer)))

    assert (answer.is_owned, post.is_owned) == (True, False)
    assert post.reply_visibility is ReplyVisibility.THREAD


def test_what_a_data_frame_writes_for_nothing_is_nothing(write: Write) -> None:
    (item,) = items(
        write("id,text,parent_id,created_at,stars,role,author,brand,lang\n7.0,nan,nan,NaT,nan,None,<NA>,null,NaN\n")
    )

    assert (item.native_id, item.text, item.kind, item.created_at) == ("7", "nan", Kind.MENTION, None)
    assert (item.parent_id, item.rating, item.author_id, item.brands, item.lang) == (None, None, None, (), None)


def test_a_packed_file_is_told_as_such(write: Write) -> None:
    with pytest.raises(SetupError, match=r"posts.csv is packed.*gunzip"):
        items(write(gzip.compress(b"id,text\n1,Hello\n")))


@pytest.mark.parametrize(
    ("later", "is_read"),
    [
        ("1,Where is my refund?,ann,acme", True),
        ("1,Late,bob,acme", True),
        ("1,Late,ann,zenith", True),
        ("1,Where is my refund?,bob,acme", False),
        ("1,Where is my refund?,,zenith", False),
        ("1,Where is my refund?,,", True),
    ],
)
def test_a_row_takes_no_other_posts_id(write: Write, later: str, is_read: bool) -> None:
    first, second = records(write(f"id,text,author,brand\n1,Late,ann,acme\n{later}\n"))

    assert SOURCE.map(first).text == "Late"
    if is_read:
        assert SOURCE.map(second).native_id == "1"
    else:
        with pytest.raises(BadRecordError, match="row 3: its id is that of row 2, which is another post"):
            SOURCE.map(second)
