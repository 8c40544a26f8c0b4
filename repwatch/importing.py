"""Files that people import: whose posts they hold, and whether their numbers are taken for those of another file."""

import re
from collections.abc import Sequence
from pathlib import Path

from collectors import headings
from collectors.base import Http, Record, Source
from collectors.errors import BadRecordError, SetupError
from repwatch.collecting import IMPORTED
from triage.mention import Item, Target
from warehouse import strangers
from warehouse.batch import content_hash
from warehouse.lake import Lake

_NAME = re.compile(r"[\w.-]{1,40}")
_RUNNING = re.compile(r"\d{1,9}")
_UNNAMED = "file"


def target_of(path: Path, *, brand: str | None, source: str | None, columns: Sequence[str] = ()) -> Target:
    """What an import reads; the rows of one export that name no platform are those of `source`.

    `columns` say, as text=Comment, what the file calls those that have another name here.
    """
    names = {f"column_{ours}": theirs for theirs, ours in headings.read(columns).items()}
    if source is not None and not _NAME.fullmatch(source):
        raise SetupError(f"{source[:40]!r} is no name for an export", fix="Use letters, digits, dots and hyphens.")
    where = path.expanduser().resolve()
    return Target(
        id=f"{IMPORTED}{where}" + (f"#{source}" if source else ""),
        collector="file",
        query=str(where),
        brands=(brand or "unnamed",),
        options=tuple(sorted((names | {"source": source} if source else names).items())),
    )


def refuse_strangers(lake: Lake, source: Source, target: Target, *, http: Http) -> None:
    """SetupError where rows are numbered as those of another file were, and say something else.

    One post would take the place of another. A file that grew, or was moved, says the same under its numbers.
    """
    if target.option("source"):
        return
    page = next(iter(source.pull(http, target, since=None, until=http.now())))
    items = [item for record in page.records if (item := _read(source, record)) and item.platform == _UNNAMED]
    if not items or not all(_RUNNING.fullmatch(item.native_id) for item in items):
        return
    known = strangers.under(lake, {item.key for item in items}, target_id=target.id)
    others = sum(known[item.key] != content_hash(item) for item in items if item.key in known)
    if 2 * others > len(known):
        raise SetupError(
            f"{Path(target.query).name} numbers its rows as another file did, and {others} of them say something else",
            fix="Give this export a name, under which its numbers are its own: repwatch import FILE --source NAME."
            " (--source file takes its rows for corrections of that file.)",
        )


def _read(source: Source, record: Record) -> Item | None:
    try:
        return source.map(record)
    except BadRecordError:
        return None
