"""A CSV or JSON Lines file: the door for history, exports of other tools, and corrections by hand."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path

from collectors import exports, stars
from collectors.base import Gone, Http, Known, Page, Record, Source
from collectors.dates import AmbiguousError, DayOrder, day_order, instant
from collectors.errors import BadRecordError
from collectors.fields import decode, sort_of
from collectors.replies_beside import OF_REPLIES, with_reply
from collectors.reviews import said
from collectors.tables import Row, Table, open_table
from collectors.text import clean
from triage.mention import Item, Kind, ReplyVisibility, Target

ROWS_PER_PAGE = 2_000
_MEND = "Correct it and import the file again."
_COLUMN = "column_"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cursor:
    """How far a file was read, and what its columns were found to mean."""

    file: str
    rows: int
    dates: str
    stars: int
    has_answers: bool = False
    has_heirs: bool = False
    has_namesakes: bool = False


class FileSource:
    """Rows with at least `id` and `text`; the target's query is the path.

    Option `source` is the platform of rows that name none; `column_text` and its like are what the file calls a column.
    """

    name = "file"
    platform = "file"
    needs: tuple[str, ...] = ()
    overlap = timedelta(0)
    keep_text: timedelta | None = None
    reply_visibility = ReplyVisibility.THREAD

    def check(self, http: Http, target: Target) -> str:
        """Say which columns were found."""
        table = _table(target)
        return f"{table.path.name}: {', '.join(table.columns)}"

    def pull(self, http: Http, target: Target, *, since: str | None, until: datetime) -> Iterator[Page]:
        """Yield the rows after the cursor; a file that changed is read from its beginning."""
        table = _table(target)
        cursor = _resume(table, since=since)
        rows = _Namesakes.of(table).told(table.rows()) if cursor.has_namesakes else table.rows()
        rows = (row for row in rows if row.number > cursor.rows)
        brands = _Brands.of(table) if cursor.has_heirs else _Brands()
        seen_at, is_first = http.now(), True
        while (batch := list(islice(rows, ROWS_PER_PAGE))) or is_first:
            is_first = False
            if batch:
                cursor = replace(cursor, rows=batch[-1].number)
            source = target.option("source")
            records = [
                _record(said, cursor=cursor, seen_at=seen_at, source=source, brands=brands)
                for row in batch
                for said in with_reply(row)
            ]
            yield Page(records=records, cursor=json.dumps(asdict(cursor)))

    def map(self, record: Record) -> Item:
        """Read one row."""
        row = f"row {record.noted('row', '?')}"
        if problem := record.noted("problem"):
            raise BadRecordError(f"{row}: {problem}. {_MEND}")
        try:
            fields = _fields(record.body)
            return _item(fields, record=record)
        except ValueError as error:
            raise BadRecordError(f"{row}: {error}. {_MEND}") from error

    def recheck(self, http: Http, target: Target, known: Sequence[Known]) -> Iterator[Record | Gone]:
        """Nothing: a file that changed is pulled again as a whole."""
        return iter(())

    def answers(self, http: Http, target: Target, post: Known) -> Iterator[Record]:
        """Nothing: answers are rows of the file themselves."""
        return iter(())


SOURCE: Source = FileSource()


def _table(target: Target) -> Table:
    theirs = (name for name, _ in target.options if name.startswith(_COLUMN))
    names = {target.option(name).strip().lower(): name.removeprefix(_COLUMN) for name in theirs}
    return open_table(Path(target.query).expanduser(), names=names)


def _resume(table: Table, *, since: str | None) -> _Cursor:
    if since is not None:
        cursor = _Cursor(**json.loads(since))
        if cursor.file == table.fingerprint:
            return cursor
    return _survey(table)


def _survey(table: Table) -> _Cursor:
    """Read what only makes sense as a whole: the order of days and months, the scale of the stars, who answers whom."""
    dates, rated, namesakes = set[str](), Counter[str](), _Namesakes.of(table)
    has_answers, has_orphans, has_brands, has_namesakes = "reply" in table.columns, False, False, False
    for row in table.rows():
        try:
            fields = _fields(row.body)
            has_answers = has_answers or exports.role(fields) == "company"
        except ValueError:
            continue
        has_namesakes = bool(namesakes.meets(row, fields)) or has_namesakes
        brand = exports.value(fields, "brand")
        has_brands = has_brands or brand is not None
        has_orphans = has_orphans or (brand is None and exports.value(fields, "parent_id") is not None)
        dates |= {fields.get("created_at", ""), fields.get("replied_at", "")}
        rated[exports.value(fields, "stars") or ""] += 1
    return _Cursor(
        file=table.fingerprint,
        rows=0,
        dates=day_order(dates) or "",
        stars=stars.scale(rated.elements()),
        has_answers=has_answers,
        has_heirs=has_brands and has_orphans,
        has_namesakes=has_namesakes,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Namesakes:
    """Rows under an id that is not theirs: another author's or brand's post before has it, or an answer will."""

    has_replies: bool
    first: dict[tuple[str, str], tuple[int, int, str, str]] = field(default_factory=dict)

    @classmethod
    def of(cls, table: Table) -> "_Namesakes":
        """None met yet."""
        return cls(has_replies="reply" in table.columns)

    def meets(self, row: Row, fields: dict[str, str]) -> str:
        """What is wrong with a row's id, or nothing."""
        try:
            name = exports.identity(fields, "id")
        except ValueError:
            return ""
        if name is None:
            return ""
        if self.has_replies and name.endswith(OF_REPLIES):
            return f"its id ends in {OF_REPLIES}, as those do that the answers beside the reviews are given"
        source, author, brand = (exports.value(fields, column) or "" for column in ("source", "author", "brand"))
        text = hash(fields.get("text"))
        known = self.first.setdefault((source, name), (row.number, text, author, brand))
        is_another = (author and known[2] and author != known[2]) or (brand and known[3] and brand != known[3])
        is_taken = text != known[1] and is_another
        return f"its id is that of row {known[0]}, which is another post" if is_taken else ""

    def told(self, rows: Iterable[Row]) -> Iterator[Row]:
        """The rows, those with what is wrong with their id."""
        for row in rows:
            try:
                problem = row.problem or self.meets(row, _fields(row.body))
            except ValueError:
                problem = ""
            yield replace(row, problem=problem) if problem else row


@dataclass(frozen=True, slots=True, kw_only=True)
class _Brands:
    """Which brand each post of a file names, and what it answers: an answer without a brand is of the post's."""

    named: dict[str, str] = field(default_factory=dict)
    above: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, table: Table) -> "_Brands":
        """Read them from the whole file: an answer may stand before its post."""
        found = cls()
        for row in table.rows():
            try:
                fields = _fields(row.body)
                name, parent = exports.identity(fields, "id"), exports.identity(fields, "parent_id")
            except ValueError:
                continue
            brand = exports.value(fields, "brand")
            if name and brand:
                found.named[name] = brand
            elif name and parent:
                found.above[name] = parent
        return found

    def inherited(self, row: Row) -> str:
        """The brand of the nearest post above a row; nothing where the row or none above it names one."""
        try:
            here = exports.identity(_fields(row.body), "id")
        except ValueError:
            return ""
        seen = set[str]()
        while here in self.above and here not in seen:
            seen.add(here)
            here = self.above[here]
        return self.named.get(here or "", "") if seen else ""


def _record(row: Row, *, cursor: _Cursor, seen_at: datetime, source: str, brands: _Brands) -> Record:
    note = {"row": str(row.number), "problem": row.problem, "dates": cursor.dates, "stars": str(cursor.stars)}
    note |= {"source": source, "answers": "shown" if cursor.has_answers else ""}
    note["brand"] = brands.inherited(row) if brands.above else ""
    return Record(
        body=row.body,
        content_type="text/plain" if row.problem else "application/json",
        seen_at=seen_at,
        note=tuple((name, value) for name, value in note.items() if value),
    )


def _fields(body: bytes) -> dict[str, str]:
    """The row's values as text; a nested value is no column of ours and stays in the raw row."""
    fields = decode(body)
    if not isinstance(fields, dict):
        msg = f"it should be an object, but it is {sort_of(fields)}"
        raise ValueError(msg)  # noqa: TRY004 -- ValueError is what `map` turns into BadRecordError
    said = {name.strip().lower(): value for name, value in fields.items() if isinstance(value, str | int | float)}
    return {name: clean(str(value)) for name, value in said.items()}


def _item(fields: dict[str, str], *, record: Record) -> Item:
    def value(name: str) -> str | None:
        return exports.value(fields, name)

    native_id, role, rating = exports.identity(fields, "id"), exports.role(fields), value("stars")
    parent_id, brand = exports.identity(fields, "parent_id"), value("brand") or record.noted("brand") or None
    if native_id is None:
        msg = "its id is blank"
        raise ValueError(msg)
    if "text" not in fields:
        msg = "it has no text"
        raise ValueError(msg)
    is_owned = role == "company"
    title, author, created_at, dates = value("title"), value("author"), value("created_at"), record.noted("dates")
    return Item(
        platform=value("source") or record.noted("source", "file"),
        native_id=native_id,
        kind=Kind.REPLY if parent_id else Kind.REVIEW if rating else Kind.MENTION,
        created_at=_moment(created_at, dates=dates) if created_at else None,
        seen_at=record.seen_at,
        text=said(title, fields["text"]) if title else fields["text"],
        # whoever it was: the row says that it speaks for the brand
        author_id=author or ((brand or "company") if is_owned else None),
        author_name=author,
        lang=(value("lang") or "").lower() or None,
        rating=_rating(rating, scale=int(record.noted("stars", "5"))) if rating else None,
        rating_max=float(record.noted("stars", "5")) if rating else None,
        parent_id=parent_id,
        # only an export that says who is who can show an answer
        reply_visibility=ReplyVisibility.THREAD if role or record.noted("answers") else ReplyVisibility.NEVER,
        brands=(brand,) if brand else (),
        is_owned=is_owned,
    )


def _moment(value: str, *, dates: str) -> datetime:
    try:
        return instant(value, order=DayOrder(dates) if dates else None)
    except AmbiguousError as error:
        msg = f"its created_at {error}"
        raise ValueError(msg) from None
    except (ValueError, OverflowError):
        msg = "its created_at is text that is no date; write it as YYYY-MM-DDTHH:MM:SSZ"
        raise ValueError(msg) from None


def _rating(value: str, *, scale: int) -> float:
    try:
        rating = stars.number(value)
    except ValueError:
        rating = -1.0
    if not 0 <= rating <= scale:
        msg = f"its stars are no number from 0 to {scale}"
        raise ValueError(msg)
    return rating
