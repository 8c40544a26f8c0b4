"""What people do to cases, each act in one transaction: over two cases, or with clocks that follow from it."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, select, update

from triage import actions
from triage.actions import NotAllowedError
from triage.case import Case, CaseStatus
from triage.events import ALIKE, SYSTEM, Event, EventKind, Outcome
from triage.folding import fold, last_undoable, undone_versions
from triage.staffing import NOBODY, Staffing
from triage.ticking import Policies, set_clocks
from triage.urgency import Severity
from warehouse.case_file import Written, send, unsend
from warehouse.cases import NoSuchCaseError, StaleCaseError, act, append, events_of, lock, note_of
from warehouse.desk import Desk
from warehouse.tables import case_mention, case_text, desk_case


def claim(
    desk: Desk, case_id: str, *, by: str, now: datetime, seen_version: int | None = None, staffing: Staffing = NOBODY
) -> Case:
    """Take a case, for as long as claims last."""
    lasts = staffing.claim_lasts
    return act(
        desk, case_id, lambda case, _: actions.claim(case, by=by, now=now, lasts=lasts), seen_version=seen_version
    )


def assign(
    desk: Desk,
    case_id: str,
    *,
    to: str,
    by: str,
    now: datetime,
    seen_version: int | None = None,
    staffing: Staffing = NOBODY,
) -> Case:
    """Give a case to somebody, for as long as claims last."""
    lasts = staffing.claim_lasts
    return act(
        desk,
        case_id,
        lambda case, _: actions.assign(case, by=by, now=now, to=to, lasts=lasts),
        seen_version=seen_version,
    )


def escalate(
    desk: Desk,
    case_id: str,
    *,
    reason: str,
    by: str,
    now: datetime,
    level: int | None = None,
    seen_version: int | None = None,
    staffing: Staffing = NOBODY,
) -> Case:
    """Hand a case over to a level; NotAllowedError where levels are named and there is none so high."""

    def decide(case: Case, _history: list[Event]) -> Event:
        to = level or case.escalation_level + 1
        if staffing.levels and to > len(staffing.levels):
            raise NotAllowedError(f"There is no level above {staffing.levels[-1].name!r}.")
        return actions.escalate(case, by=by, now=now, reason=reason, level=to)

    return act(desk, case_id, decide, seen_version=seen_version)


def resolve(  # noqa: PLR0913 -- one keyword per fact that is recorded with it
    desk: Desk,
    case_id: str,
    *,
    by: str,
    now: datetime,
    outcome: Outcome | None = None,
    satisfaction: int | None = None,
    check_back_after: timedelta | None = None,
    seen_version: int | None = None,
    staffing: Staffing = NOBODY,
) -> Case:
    """Say that a matter is settled; it comes up again after `check_back_after`, else when the desk's rules say."""
    after = staffing.follow_up_after if check_back_after is None else check_back_after

    def decide(case: Case, _history: list[Event]) -> Event:
        return actions.resolve(case, by=by, now=now, outcome=outcome, satisfaction=satisfaction, check_back_after=after)

    return act(desk, case_id, decide, seen_version=seen_version)


def answered(
    desk: Desk,
    case_id: str,
    *,
    by: str,
    now: datetime,
    answered_at: datetime | None = None,
    seen_version: int | None = None,
    written: Written | None = None,
) -> Case:
    """Record an answer that was sent on the platform, with what the draft of the case was started from.

    The draft's words stand as what was sent from now on; OtherDraftError where it is another than was `written`.
    """
    with desk.write() as connection:
        history = _locked(connection, [case_id], seen_version=seen_version)[case_id]
        started_from = connection.scalar(select(case_text.c.draft_from).where(case_text.c.case_id == case_id))
        if written is not None and not written.text.strip():
            started_from = None
        event = actions.record_answer(fold(history), by=by, now=now, answered_at=answered_at, started_from=started_from)
        send(connection, case_id, by=by, at=event.occurred_at, written=written)
        return append(connection, history, [event])


def follow_up(desk: Desk, case_id: str, *, by: str, now: datetime, seen_version: int | None = None) -> Case:
    """Say that the customer of a resolved case was asked how it went."""
    return act(desk, case_id, lambda case, _: actions.follow_up(case, by=by, now=now), seen_version=seen_version)


def change_severity(
    desk: Desk,
    case_id: str,
    *,
    severity: Severity,
    by: str,
    now: datetime,
    policies: Policies,
    seen_version: int | None = None,
) -> Case:
    """Correct how bad a case is; its clocks are set anew by the same rule, pauses kept."""
    with desk.write() as connection:
        history = _locked(connection, [case_id], seen_version=seen_version)[case_id]
        changed = actions.change_severity(fold(history), by=by, now=now, severity=severity)
        append(connection, history, [changed])
        record = [*history, changed]
        return append(connection, record, set_clocks(record, now=now, policies=policies))


def merge(
    desk: Desk, case_id: str, *, into: str, by: str, now: datetime, seen_version: int | None = None
) -> tuple[Case, Case]:
    """Work a case as part of another one; both, as they then are. Its posts belong to the other case from now on."""
    with desk.write() as connection:
        found = _locked(connection, [case_id, into], seen_version=seen_version)
        return join(connection, found[case_id], found[into], by=by, now=now)


def join(
    connection: Connection, history: list[Event], other: list[Event], *, by: str, now: datetime
) -> tuple[Case, Case]:
    """Merge the case of one record into that of another; NotAllowedError where that makes no sense."""
    merged, took = actions.merge(fold(history), into=fold(other), by=by, now=now)
    mine = case_mention.c.case_id == merged.case_id
    one, two = append(connection, history, [merged]), append(connection, other, [took])
    own = update(case_mention).where(mine, case_mention.c.moved_from.is_(None))
    connection.execute(own.values(moved_from=merged.case_id))
    connection.execute(update(case_mention).where(mine).values(case_id=took.case_id))
    return one, two


def undo(
    desk: Desk,
    case_id: str,
    *,
    by: str,
    now: datetime,
    seen_version: int | None = None,
    policies: Policies | None = None,
    staffing: Staffing = NOBODY,
) -> Case:
    """Take back the latest act of a person; a merge is taken back on both cases."""
    with desk.write() as connection:
        both = [case_id, *_others(events_of(connection, [case_id]).get(case_id, []))]
        found = _locked(connection, both, seen_version=seen_version)
        history = found[case_id]
        if _others(history) != both[1:]:
            raise StaleCaseError(history[-1])
        last, words = last_undoable(history), ""
        undone = actions.undo(fold(history), history, by=by, now=now)
        if last is not None and last.kind is EventKind.MERGED:
            _part(connection, case_id, last, found[both[1]], by=by, now=now)
        if last is not None and last.kind is EventKind.ANSWERED:
            started_from = str(last.details.get("started_from") or "") or None
            words = unsend(connection, case_id, at=last.occurred_at, started_from=started_from)
        append(connection, history, [undone])
        if words:
            # a colleague's draft stands in their place: they are read in the record, by the act that took them back
            note_of(connection, undone, words)
        record = [*history, undone]
        clocks = set_clocks(record, now=now, policies=policies) if policies else []
        return append(connection, record, clocks)


def scatter(connection: Connection, case_id: str, *, now: datetime) -> None:
    """Make the copies that were gathered into a case their own again: its post is gone, and theirs are not."""
    gathered = select(desk_case.c.case_id).where(
        desk_case.c.merged_into == case_id, desk_case.c.status == CaseStatus.MERGED, desk_case.c.dismiss_reason == ALIKE
    )
    for copy in sorted(connection.execute(gathered).scalars()):
        found = _locked(connection, [copy, case_id])
        history, last = found[copy], last_undoable(found[copy])
        if last is not None and last.kind is EventKind.MERGED:
            undone = actions.undo(fold(history), history, by=SYSTEM, now=now)
            _part(connection, copy, last, found[case_id], by=SYSTEM, now=now)
            append(connection, history, [undone])


def move_back(connection: Connection, case_id: str) -> None:
    """Give a case that is merged no more its posts back, with those of the cases that were merged into it."""
    connection.execute(
        update(case_mention).where(case_mention.c.moved_from == case_id).values(case_id=case_id, moved_from=None)
    )
    below = [case_id]
    while below:
        query = select(desk_case.c.case_id).where(desk_case.c.merged_into.in_(below))
        below = list(connection.execute(query).scalars())
        connection.execute(update(case_mention).where(case_mention.c.moved_from.in_(below)).values(case_id=case_id))


def _others(history: list[Event]) -> list[str]:
    """The other case of the merge that an undo would take back, if it is one."""
    last = last_undoable(history)
    if last is None or last.kind is not EventKind.MERGED:
        return []
    return [str(last.details.get("into") or last.details.get("taken"))]


def _part(
    connection: Connection, case_id: str, act_of_merging: Event, history: list[Event], *, by: str, now: datetime
) -> None:
    """Take a merge back on the other of its two cases, whose record this is, and give the posts back."""
    into = act_of_merging.details.get("into")
    gone = undone_versions(history)
    name = "taken" if into else "into"
    acts = [
        event
        for event in history
        if event.kind is EventKind.MERGED and event.details.get(name) == case_id and event.version not in gone
    ]
    if acts:
        append(connection, history, [actions.undo_of(fold(history), acts[-1], by=by, now=now)])
    move_back(connection, case_id if into else history[0].case_id)


def _locked(connection: Connection, case_ids: list[str], *, seen_version: int | None = None) -> dict[str, list[Event]]:
    """The records of these cases; `seen_version` is what the person saw of the first."""
    lock(connection, case_ids)
    found = events_of(connection, case_ids)
    for case_id in case_ids:
        if case_id not in found:
            raise NoSuchCaseError(f"There is no case {case_id!r}.")
    latest = found[case_ids[0]][-1]
    if seen_version is not None and seen_version != latest.version:
        raise StaleCaseError(latest)
    return found
