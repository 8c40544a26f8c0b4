"""One case in full, as the desk holds it: its fold, its record, its texts; and the draft that is kept with it."""

from dataclasses import dataclass

from sqlalchemy import select, update

from triage.case import Case
from triage.events import Event
from triage.folding import fold
from warehouse.cases import NoSuchCaseError, events_of
from warehouse.desk import Desk
from warehouse.tables import case_note, case_text, desk_case


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
        )


def keep_draft(desk: Desk, case_id: str, *, draft: str, by: str) -> None:
    """Keep a reply that is being written; an empty one is nobody's."""
    with desk.write() as connection:
        kept = connection.execute(
            update(case_text)
            .where(case_text.c.case_id == case_id)
            .values(draft=draft, draft_by=by if draft.strip() else None)
        )
    if kept.rowcount == 0:
        raise NoSuchCaseError(f"There is no case {case_id!r}.")
