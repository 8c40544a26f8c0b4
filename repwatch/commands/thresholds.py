"""The command that fits what is flagged to what a queue can hold."""

from typing import Annotated

import typer
from rich.table import Table

from repwatch import business, durations
from repwatch.capacity import Choice, choose, per_day
from repwatch.commands.shared import AsJson, Exit, Now, err, fail, opened, out, print_json
from repwatch.commands.teach import By
from scoring.cuts import ANY
from warehouse import config

app = typer.Typer()


@app.command()
def threshold(  # noqa: PLR0913 -- one option per way to narrow, to set and to take back
    *,
    capacity: Annotated[str, typer.Option(help="What the queue can hold, such as 50/day.")] = "",
    brand: Annotated[str | None, typer.Option(help="Only this brand.")] = None,
    platform: Annotated[str | None, typer.Option(help="Only this platform.")] = None,
    last: Annotated[str, typer.Option(help="From the posts of how long a time.")] = "28d",
    activate: Annotated[bool, typer.Option("--activate", help="Put it in force.")] = False,
    reset: Annotated[bool, typer.Option("--reset", help="Take back what is set for this source.")] = False,
    by: By = "operator",
    now: Now = "",
    as_json: AsJson = False,
) -> None:
    """Choose how strong a post must be to be flagged, so that the queue can hold what is."""
    with opened(now=now) as running:
        if reset:
            source = f"{brand or ANY}/{platform or ANY}"
            if source not in business.cuts(running.desk).by_source:
                fail(f"no threshold is set for {source}", code=Exit.USAGE)
            config.remove(running.desk, kind="threshold", name=source, by=by, now=running.now())
            out.print(f"{source}: back to what holds for all; `repwatch score` scores again")
            return
        try:
            choice = choose(
                running.desk,
                running.lake,
                capacity=per_day(capacity),
                cuts=business.cuts(running.desk),
                now=running.now(),
                lasts=durations.parse(last),
                brand=brand,
                platform=platform,
            )
        except ValueError as error:
            fail(error, code=Exit.USAGE)
        if activate:
            business.put_cut(running.desk, choice.source, choice.as_entry(), by=by, now=running.now())
    print_json(choice) if as_json else _tell_choice(choice, is_active=activate)


def _tell_choice(choice: Choice, *, is_active: bool) -> None:
    title = (
        f"{choice.posts} posts of {choice.source} in {choice.days:g} days; room for {choice.capacity_per_day:g} a day"
    )
    table = Table(title=title, title_justify="left")
    platforms = sorted(choice.now.by_platform)
    for name in ("threshold", "flagged a day", *platforms, "right, as decided"):
        table.add_column(name, justify="right")
    rows = [("now", choice.now), ("chosen", choice.chosen), *(("", each) for each in choice.others)]
    for name, load in rows:
        right = "too few" if load.precision is None else f"{load.precision:.1%} of {load.judged}"
        counts = (f"{load.by_platform.get(platform, 0):,.1f}" for platform in platforms)
        table.add_row(f"{name} {load.cut:.2f}".strip(), f"{load.flagged_per_day:,.1f}", *counts, right)
    out.print(table)
    if not choice.fits:
        err.print("more than that is flagged whatever the threshold: the worst ratings, and what can hurt people")
    out.print("in force; `repwatch score` scores again" if is_active else "put it in force with --activate")
