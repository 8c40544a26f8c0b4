"""Commands about recurring issues: report issues, issues fix, bench issues."""

import os
from datetime import date
from typing import Annotated

import typer

from repwatch.commands.reports import Brand, Since, Until, asked_of, show, window
from repwatch.commands.reports import app as report_app
from repwatch.commands.shared import AsJson, Exit, Now, fail, opened, out
from repwatch.reports.recurring import recurring
from repwatch.reports.window import DAYS_OF_TOPICS
from warehouse import issue_book

app = typer.Typer(help="Recurring issues; `repwatch report issues` lists them.", no_args_is_help=True)


@report_app.command("issues")
def report_issues(  # noqa: PLR0913 -- one option per way to ask
    *,
    since: Since = "",
    until: Until = "",
    brand: Brand = None,
    rows: Annotated[bool, typer.Option("--rows", help="Open the complaints of each issue.")] = False,
    text: Annotated[bool, typer.Option("--text", help="With --rows: what customers wrote, too.")] = False,
    limit: Annotated[int, typer.Option(help="Rows to open at most.")] = 1_000,
    now: Now = "",
    as_json: AsJson = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV for a spreadsheet.")] = False,
) -> None:
    """What customers complain about again and again, English and French together, before and after a fix."""
    with opened(now=now) as running:
        asked = asked_of(running, since=since, until=until, brand=brand, days=DAYS_OF_TOPICS)
        found = recurring(running.desk, running.lake, asked)
    counts = {
        "complaints": found.complaints,
        "in_issues": found.grouped,
        "waiting": found.waiting,
        "grouped_at": found.grouped_at,
    }
    if rows:
        hidden = set() if text else {"text"}
        listed = [{name: value for name, value in row.items() if name not in hidden} for row in found.rows[:limit]]
        show(
            {"report": "issues", **window(asked), **counts, "rows": listed},
            listed,
            title="",
            as_json=as_json,
            as_csv=as_csv,
        )
        return
    shown = found.figures
    if not as_json:
        plain = ("issue_id", "brand", "name_en", "name_fr", "n", "of_complaints", "share", "share_low", "share_high")
        shown = [
            {**{name: row[name] for name in plain}, "trend": row["trend"]["verdict"], "since fix": _since_fix(row)}
            for row in found.figures
        ]
    title = f"Recurring issues: {found.grouped} of {found.complaints} complaints are in one, {found.waiting} wait"
    if found.grouped_at is None:
        title = "Recurring issues: complaints are grouped by `repwatch build`, which has found none yet"
    show(
        {"report": "issues", **window(asked), **counts, "figures": shown},
        shown,
        title=title,
        as_json=as_json,
        as_csv=as_csv,
    )


@app.command("fix")
def fix(
    issue: Annotated[str, typer.Argument(help="The id of an issue, as `report issues` prints it.")],
    *,
    on: Annotated[str, typer.Option(help="The day from which it should be gone, like 2026-03-02.")] = "",
    note: Annotated[str, typer.Option(help="What was done.")] = "",
    clear: Annotated[bool, typer.Option("--clear", help="Take the fix back.")] = False,
) -> None:
    """Say when an issue was fixed, so that the report compares before and after."""
    if clear == bool(on):
        fail("say --on DAY when it was fixed, or --clear to take that back", code=Exit.USAGE)
    with opened() as running:
        if issue not in {known.issue_id for known in issue_book.known(running.desk)}:
            fail(f"there is no issue {issue!r}; `repwatch report issues` lists them", code=Exit.USAGE)
        by = os.environ.get("USER") or "operator"
        if clear:
            issue_book.unfix(running.desk, issue, by=by, now=running.now())
            out.print(f"{issue} is not fixed any more")
        else:
            version = issue_book.fix(running.desk, issue, on=_day(on), note=note, by=by, now=running.now())
            out.print(f"{issue} is fixed from {on} on, version {version}")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        fail(f"{text!r} is no day; write one like 2026-03-02", code=Exit.USAGE)


def _since_fix(row: dict[str, dict[str, object] | None]) -> str:
    fixed = row["fix"]
    if fixed is None:
        return "-"
    return f"{fixed['on']}: {fixed['verdict']}"
