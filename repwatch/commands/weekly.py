"""The command that writes a brand's week as a page to send."""

from pathlib import Path
from typing import Annotated

import typer

from repwatch.commands.reports import asked_of
from repwatch.commands.shared import ALL_OF_TIME, Exit, Now, fail, opened, out, told
from repwatch.reports import page
from repwatch.reports.weekly import Week, last_full_week, weekly
from repwatch.reports.wording import wording
from warehouse import read

app = typer.Typer()


@app.command("weekly")
def report_weekly(
    *,
    to: Annotated[
        Path | None, typer.Option("--out", help="HTML file to write; BRAND-WEEK-LANG.html here if left out.")
    ] = None,
    brand: Annotated[str, typer.Option(help="The brand whose week it is; needed where there are several.")] = "",
    week: Annotated[str, typer.Option(help="An ISO week like 2026-W46; the last full one if left out.")] = "",
    lang: Annotated[str, typer.Option(help="Language of the page: en or fr.")] = "en",
    names: Annotated[bool, typer.Option("--names", help="Tell the team's figures by name.")] = False,
    now: Now = "",
) -> None:
    """A brand's week as one page to send: coverage, promises, feelings, topics, issues, team and definitions."""
    with opened(now=now) as running:
        known = read.brands(running.lake)
        if not brand and len(known) != 1:
            fail(f"say whose week with --brand: {', '.join(known) or 'there is no post yet'}", code=Exit.USAGE)
        brand = brand or known[0]
        asked = asked_of(running, since=ALL_OF_TIME, until="", brand=brand)
        try:
            when = Week.of(week or last_full_week(asked.as_of, zone=asked.zone), zone=asked.zone)
            t = wording(lang, zone=asked.zone)
        except ValueError as error:
            fail(error, code=Exit.USAGE)
        found = weekly(running.desk, running.lake, brand=brand, week=when, zone=asked.zone, as_of=asked.as_of)
    to = to or Path(f"{brand}-{when.name}-{lang}.html")
    with told():
        to.write_text(page.render(found, t, with_names=names), encoding="utf-8")
    out.print(f"wrote {to}: {when.name} of {found.title}", markup=False)
