"""Commands that report: one per report of the catalogue, with its figures or the rows behind them."""

import sys
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Annotated, Any

import typer
from rich.markup import escape
from rich.table import Table

from repwatch.cells import csv_of
from repwatch.commands.look import report_app
from repwatch.commands.shared import AsJson, Exit, Now, day_or_instant, fail, opened, out, print_json, start_of
from repwatch.reports import answering
from repwatch.reports.answering import WHOLE, Asked
from repwatch.reports.catalogue import REPORTS, Report
from repwatch.wiring import App
from warehouse import read

app = report_app
BOUNDS = ("_low", "_high")
"""Columns that a table shows beside their figure."""

Since = Annotated[
    str,
    typer.Option(
        help="Posts from this day (of business_zone) or instant on, or `all`; else as the console looks back."
    ),
]
Until = Annotated[str, typer.Option(help="Posts before this day or instant.")]
Brand = Annotated[str | None, typer.Option(help="Only this brand.")]


def _command(report: Report) -> Callable[..., None]:
    def command(  # noqa: PLR0913 -- one option per way to ask
        *,
        since: Since = "",
        until: Until = "",
        brand: Brand = None,
        by: Annotated[str, typer.Option(help=f"Cut by {', '.join(report.by) or 'nothing'}.")] = WHOLE,
        calendar: Annotated[str, typer.Option(help="The policy's calendar that business time runs in.")] = "",
        rows: Annotated[bool, typer.Option("--rows", help="Open the rows behind the figures.")] = False,
        text: Annotated[bool, typer.Option("--text", help="With --rows: what customers wrote, too.")] = False,
        limit: Annotated[int, typer.Option(help="Rows to open at most.")] = 1_000,
        now: Now = "",
        as_json: AsJson = False,
        as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV for a spreadsheet.")] = False,
    ) -> None:
        if by not in {WHOLE, *report.by}:
            fail(f"this report is not cut by {by!r}; choose from {', '.join((WHOLE, *report.by))}", code=Exit.USAGE)
        with opened(now=now) as running:
            asked = asked_of(running, since=since, until=until, brand=brand, by=by, calendar=calendar, days=report.days)
            if rows:
                found = answering.opened(running.desk, running.lake, report, asked, limit=limit, with_text=text)
            else:
                found = answering.figures(running.desk, running.lake, report, asked)
        told = {"report": report.name, **window(asked), "rows" if rows else "figures": found}
        show(told, found, title=titled(report.title, asked), as_json=as_json, as_csv=as_csv)

    command.__doc__ = f"{report.title}."
    return command


for _report in REPORTS:
    app.command(_report.name)(_command(_report))


def asked_of(
    running: App,
    *,
    since: str,
    until: str,
    brand: str | None,
    by: str = WHOLE,
    calendar: str = "",
    days: int | None = None,
) -> Asked:
    """What a command's options ask; the end of the command where the brand has no posts."""
    zone = running.settings.business_zone
    if brand is not None and brand not in (known := read.brands(running.lake)):
        fail(f"no post is of a brand {brand!r}; there are {', '.join(known) or 'none yet'}", code=Exit.USAGE)
    as_of = running.now()
    return Asked(
        as_of=as_of,
        since=start_of(since, until=until, days=days, now=as_of, zone=zone),
        until=day_or_instant(until, zone=zone) if until else None,
        brand=brand,
        by=by,
        zone=zone,
        calendar=calendar,
    )


def titled(title: str, asked: Asked) -> str:
    """A report's title with the window that it is of."""
    bounds = [
        f"{word} {asked.day_of(at)}" for word, at in (("since", asked.since), ("before", asked.until)) if at is not None
    ]
    return f"{title}, {' and '.join(bounds) or 'of all time'}"


def window(asked: Asked) -> dict[str, Any]:
    """What was asked, as a report says it."""
    return {
        "as_of": asked.as_of,
        "since": asked.since,
        "until": asked.until,
        "brand": asked.brand,
        "by": asked.by,
        "zone": asked.zone,
    }


def show(told: dict[str, Any], rows: list[dict[str, Any]], *, title: str, as_json: bool, as_csv: bool) -> None:
    """Print rows as JSON with what was asked, as CSV, or as a table."""
    if as_json:
        print_json(told)
    elif as_csv:
        sys.stdout.write(csv_of(rows))
    elif not rows:
        hint = f" since {told['since']:%Y-%m-%d}; --since all looks at all of time" if told.get("since") else ""
        out.print(f"nothing to report: no data in this window{hint}", markup=False)
    else:
        table = Table(title=title, title_justify="left")
        names = [name for name in rows[0] if not name.endswith(BOUNDS)]
        for name in names:
            is_word = isinstance(rows[0][name], str)
            table.add_column(name.removesuffix("_seconds").replace("_", " "), justify="left" if is_word else "right")
        for row in rows:
            table.add_row(*(_cell(name, row) for name in names))
        out.print(table)


def _cell(name: str, row: Mapping[str, Any]) -> str:
    value, low, high = row[name], row.get(f"{name}_low"), row.get(f"{name}_high")
    if value is None:
        return "no data" if f"{name}_low" in row else "-"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M:%S}"
    if isinstance(value, float) and name.endswith("_seconds"):
        return str(timedelta(seconds=round(value)))
    if isinstance(value, float):
        return f"{value:.3f} ({low:.2f} to {high:.2f})" if low is not None and high is not None else f"{value:.3f}"
    return escape(str(value))
