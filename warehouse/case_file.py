"""One case in full, as the desk holds it: its fold, its record, its texts; and the draft that is kept with it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select, true, update

from triage.case import Case
from triage.events import Event
from triage.folding import fold
from warehouse.cases import NoSuchCaseError, events_of
from warehouse.desk import Desk
from warehouse.tables import case_note, case_text, desk_case

_NOBODYS = {"draft_by": None, "draft_at": None, "draft_from": None}


class OtherDraftError(Exception):
    """Another draft is kept with the case than the one that was seen; nothing was written over, or recorded."""

    def __init__(self, case_id: str, *, by: str | None, at: datetime | None) -> None:
        super().__init__(f"Another draft was kept with case {case_id!r} meanwhile.")
        self.by = by
        self.at = at


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What stands in somebody's reply, and the kept draft that they know."""

    text: str
    seen: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFile:
    """A case with all that the desk knows of it; `notes` are by the version of their event."""

    case: Case
    events: list[Event]
    notes: dict[int, str]
    lang: str
    topic: str
    customer_type: str
    excerpt: str
    author_id: str | None
    author_name: str
    url: str | None
    draft: str
    draft_by: str | None
    draft_at: datetime | None = None
    draft_from: str | None = None
    """The code of what the draft was started from."""
    sent: str = ""
    """The words of the answer that a person recorded last."""
    sent_by: str | None = None
    sent_at: datetime | None = None


def case_file(desk: Desk, case_id: str) -> CaseFile:
    """The file of a case; NoSuchCaseError where there is none."""
    with desk.read() as connection:
        events = events_of(connection, [case_id]).get(case_id)
        facts = connection.execute(select(desk_case).where(desk_case.c.case_id == case_id)).one_or_none()
        if not events or facts is None:
            raise NoSuchCaseError(f"There is no case {case_id!r}.")
        text = connection.execute(select(case_text).where(case_text.c.case_id == case_id)).one_or_none()
        notes = connection.execute(select(case_note.c.version, case_note.c.body).where(case_note.c.case_id == case_id))
        return CaseFile(
            case=fold(events),
            events=events,
            notes={note.version: note.body for note in notes},
            lang=facts.lang,
            topic=facts.topic,
            customer_type=facts.customer_type,
            excerpt=text.excerpt if text else "",
            author_id=text.author_id if text else None,
            author_name=(text.author_name if text else None) or "",
            url=text.url if text else None,
            draft=text.draft if text else "",
            draft_by=text.draft_by if text else None,
            draft_at=text.draft_at if text else None,
            draft_from=text.draft_from if text else None,
            sent=(text.sent if text else None) or "",
            sent_by=text.sent_by if text else None,
            sent_at=text.sent_at if text else None,
        )


def excerpts(desk: Desk, case_ids: Iterable[str]) -> dict[str, str]:
    """What the customers of cases wrote, as far as the desk has it."""
    text = case_text.c
    with desk.read() as connection:
        rows = connection.execute(select(text.case_id, text.excerpt).where(text.case_id.in_(list(case_ids))))
        return {row.case_id: row.excerpt for row in rows}


def send(connection: Connection, case_id: str, *, by: str, at: datetime, written: Written | None = None) -> None:
    """The draft was sent: its words are those of the answer now, and none is being written.

    `written` is what the sender's own reply says; OtherDraftError where a draft is kept that they did not see. A
    colleague's draft that they saw stays one where their own reply is empty: theirs was sent from elsewhere.
    """
    text = case_text.c
    mine = text.case_id == case_id
    if written is not None:
        kept = connection.execute(
            select(text.draft, text.draft_by, text.draft_at).where(mine).with_for_update()
        ).first()
        if kept is not None and kept.draft not in {"", written.seen, written.text}:
            raise OtherDraftError(case_id, by=kept.draft_by, at=kept.draft_at)
        if not written.text.strip():
            own = text.draft_by.is_(None) | (text.draft_by == by)
            connection.execute(update(case_text).where(mine, own).values(draft="", **_NOBODYS))
            return
        connection.execute(update(case_text).where(mine).values(draft=written.text))
    values = {"sent": text.draft, "sent_by": by, "sent_at": at, "draft": "", **_NOBODYS}
    connection.execute(update(case_text).where(mine, func.trim(text.draft) != "").values(values))


def unsend(connection: Connection, case_id: str, *, at: datetime, started_from: str | None) -> str:
    """What was sent at that time was not, after all: it is a draft again.

    Returns its words where another draft is being written, so that they are kept elsewhere.
    """
    text = case_text.c
    mine = (text.case_id == case_id, text.sent.is_not(None), text.sent_at == at)
    homeless = connection.scalar(select(text.sent).where(*mine, func.trim(text.draft) != ""))
    back = {"draft": text.sent, "draft_by": text.sent_by, "draft_at": at, "draft_from": started_from}
    connection.execute(update(case_text).where(*mine, func.trim(text.draft) == "").values(back))
    connection.execute(update(case_text).where(*mine).values(sent=None, sent_by=None, sent_at=None))
    return homeless or ""


def keep_draft(
    desk: Desk,
    case_id: str,
    *,
    draft: str,
    by: str,
    now: datetime,
    seen: str | None = None,
    started_from: str | None = None,
) -> None:
    """Keep a reply that is being written; an empty one is nobody's, and was started from nothing.

    `seen` is the kept draft that the writer knows; OtherDraftError where another one stands there by now.
    `started_from` is the code of what it begins with now, or empty for nothing; None leaves it as it was.
    """
    is_written = bool(draft.strip())
    values: dict[str, str | datetime | None] = {
        "draft": draft if is_written else "",
        "draft_by": by if is_written else None,
        "draft_at": now if is_written else None,
    }
    if started_from is not None or not is_written:
        values["draft_from"] = started_from or None
    with desk.write() as connection:
        mine = case_text.c.case_id == case_id
        known = true() if seen is None else case_text.c.draft.in_({"", seen, draft})
        kept = connection.execute(update(case_text).where(mine, known).values(values))
        if kept.rowcount > 0:
            return
        other = connection.execute(select(case_text.c.draft_by, case_text.c.draft_at).where(mine)).first()
    if other is None:
        raise NoSuchCaseError(f"There is no case {case_id!r}.")
    raise OtherDraftError(case_id, by=other.draft_by, at=other.draft_at)
