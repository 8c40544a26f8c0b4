"""Commands that do the work: collect, import, score, triage, build, run."""

from pathlib import Path
from typing import Annotated

import typer

from collectors.errors import CollectError
from repwatch.collecting import CollectSummary
from repwatch.commands.counted import COUNTED
from repwatch.commands.shared import AsJson, Exit, Now, bar, counter, err, existing, opened, print_json, say
from repwatch.wiring import App
from warehouse.leases import LeaseHeldError

app = typer.Typer()

Live = Annotated[bool, typer.Option("--live", help="Treat the rows as new: they may open cases and raise alerts.")]


@app.command()
def collect(
    target: Annotated[list[str] | None, typer.Argument(help="Targets to read; all of them when none is named.")] = None,
    *,
    now: Now = "",
    as_json: AsJson = False,
) -> None:
    """Read the configured targets from where they were left; one that fails does not stop the others."""
    with opened(now=now) as running:
        done, failed = _collect(running, target or [], quiet=as_json)
        if as_json:
            print_json({"targets": done, "failed": failed})
        if failed:
            raise typer.Exit(int(Exit.PROBLEM))


@app.command("import")
def import_command(
    file: Annotated[list[Path], typer.Argument(help="CSV or JSON Lines with at least the columns id and text.")],
    *,
    brand: Annotated[str | None, typer.Option(help="Brand of rows that name none.")] = None,
    source: Annotated[str | None, typer.Option(help="Platform of rows that name none: its ids are its own.")] = None,
    column: Annotated[
        list[str] | None, typer.Option(help="What the file calls a column, as text='Guest comment'; once for each.")
    ] = None,
    live: Live = False,
    now: Now = "",
    as_json: AsJson = False,
) -> None:
    """Load posts, reviews and answers from files. Rows are history unless --live: counted, never alerted or queued."""
    with opened(now=now) as running:
        done, is_readable = [], True
        for path in file:
            existing(path)
            with bar(path.name, is_shown=not as_json) as move:
                summary = running.import_file(
                    path, brand=brand, source=source, columns=column or (), is_live=live, on_page=counter(move)
                )
            done.append(summary.as_dict())
            is_readable = is_readable and summary.quarantined <= summary.items
            if not as_json:
                say(f"imported {path.name}", _read(summary))
            if not as_json:
                _warn(summary)
        if as_json:
            print_json({"files": done})
        if not is_readable:
            raise typer.Exit(int(Exit.PROBLEM))


@app.command()
def score(*, now: Now = "", as_json: AsJson = False) -> None:
    """Score posts that are new, edited, or were scored by an older version."""
    with opened(now=now) as running:
        with bar("scoring", is_shown=not as_json) as move:
            summary = running.score(on_batch=move)
        print_json(summary.as_dict()) if as_json else say("scored", summary.as_dict(), COUNTED["score"])


@app.command()
def triage(
    *,
    live: Annotated[bool, typer.Option("--live", help="Let imported history open cases, too.")] = False,
    full: Annotated[bool, typer.Option("--full", help="Look at every thread, not only those that changed.")] = False,
    now: Now = "",
    as_json: AsJson = False,
) -> None:
    """Open cases, find answers, warn and record breaches."""
    with opened(now=now) as running:
        with bar("triaging", is_shown=not as_json) as move:
            summary = running.triage(is_live=live, is_full=full, on_batch=move)
        print_json(summary.as_dict()) if as_json else say("triaged", summary.as_dict(), COUNTED["triage"])


@app.command()
def build(
    *,
    full: Annotated[bool, typer.Option("--full", help="Recompute every day.")] = False,
    now: Now = "",
    as_json: AsJson = False,
) -> None:
    """Bring the marts up to date for the days and cases that changed."""
    with opened(now=now) as running:
        summary = running.build(is_full=full)
        print_json(summary.as_dict()) if as_json else say("built", summary.as_dict(), COUNTED["build"])


@app.command()
def run(*, now: Now = "", as_json: AsJson = False) -> None:
    """Collect, score, triage, build and notify, once. A failing target does not keep the rest from being worked."""
    with opened(now=now) as running:
        # one instant for the whole run, so that its steps agree with each other
        running.fixed_now = running.now()
        done, failed = _collect(running, [], quiet=as_json)
        report: dict[str, object] = {"targets": done, "failed": failed}
        with bar("scoring", is_shown=not as_json) as move:
            report["score"] = running.score(on_batch=move).as_dict()
        with bar("triaging", is_shown=not as_json) as move:
            report["triage"] = running.triage(on_batch=move).as_dict()
        report["build"] = running.build().as_dict()
        report["notify"] = running.notify().as_dict()
        if as_json:
            print_json(report)
        else:
            for step in ("score", "triage", "build", "notify"):
                counts = report[step]
                say(step, counts if isinstance(counts, dict) else {}, COUNTED[step])
        if failed:
            raise typer.Exit(int(Exit.PROBLEM))


def _collect(running: App, names: list[str], *, quiet: bool) -> tuple[list[dict[str, int | str]], dict[str, str]]:
    done: list[dict[str, int | str]] = []
    failed: dict[str, str] = {}
    for name in names or [target.id for target in running.targets()]:
        try:
            with bar(f"reading {name}", is_shown=not quiet) as move:
                summary = running.collect(name, on_page=counter(move))
        except (CollectError, LeaseHeldError) as error:
            failed[name] = str(error)
            err.print(f"[bold red]{name}:[/] {error}", markup=True)
        else:
            done.append(summary.as_dict())
            if not quiet:
                say(f"collected {name}", _read(summary))
    return done, failed


def _warn(summary: CollectSummary) -> None:
    """What a person should know of a file beside what it brought."""
    if summary.quarantined:
        err.print(f"{summary.quarantined} rows could not be read; `repwatch sources --quarantine` says why")
    if summary.kept:
        err.print(f"{summary.kept} rows tell another created_at or parent_id than before: they stay as first imported")
    if summary.ahead:
        err.print(f"{summary.ahead} rows are dated later than tomorrow: check the dates, or the zone of the export")


def _read(summary: CollectSummary) -> dict[str, int]:
    """What a person is told of a reading: of the posts it brought, those that were known and unchanged too."""
    told = {name: count for name, count in summary.as_dict().items() if isinstance(count, int) and name != "pages"}
    posts = told.pop("items")
    told = {name: count for name, count in told.items() if name not in {"kept", "ahead"}}
    return {"posts": posts, **told, "known": max(posts - summary.new - summary.changed, 0)}
