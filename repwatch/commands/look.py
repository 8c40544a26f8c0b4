"""Commands that look and tell: report, explain, evaluate, sources, sql, export."""

import csv
import sys
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape
from rich.table import Table

from repwatch import evaluate
from repwatch.cells import harmless
from repwatch.commands import source_table
from repwatch.commands.shared import (
    AsJson,
    Columns,
    Exit,
    Now,
    err,
    existing,
    fail,
    opened,
    out,
    print_json,
    start_of,
)
from repwatch.reports.window import DAYS
from repwatch.source_health import SourceHealth
from repwatch.wiring import App
from scoring.pipeline import Post, Scorer
from scoring.wording import knows_words
from warehouse import read

app = typer.Typer()
report_app = typer.Typer(help="Figures with their numerators and denominators; docs/metrics.md defines them.")


@report_app.command("coverage")
def report_coverage(
    *,
    brand: Annotated[str | None, typer.Option(help="Only this brand.")] = None,
    since: Annotated[
        str,
        typer.Option(help="Posts from this day (of business_zone) or instant on, or `all`; else of the last 30 days."),
    ] = "",
    now: Now = "",
    as_json: AsJson = False,
) -> None:
    """Response coverage by arrival cohort, over all opening posts and over those that need an answer."""
    with opened(now=now) as running:
        as_of = running.now()
        start = start_of(since, days=DAYS, now=as_of, zone=running.settings.business_zone)
        brands = read.coverage(running.lake, as_of=as_of, since=start, brand=brand)
        if brand is not None and not brands:
            _require_brand(running, brand)
        if as_json:
            print_json({"as_of": as_of, "brands": [asdict(row) for row in brands]})
            return
        window = f"since {start:%Y-%m-%d %H:%M} UTC" if start else "of all time"
        title = f"Response coverage of posts {window}, as of {as_of:%Y-%m-%d %H:%M} UTC"
        table = Table(title=title, title_justify="left")
        for name in ("brand", "posts", "n", "answered", "not answered", "undecided", "unknown", "coverage", "on time"):
            table.add_column(name, justify="left" if name in {"brand", "posts"} else "right")
        table.add_column("median", justify="right")
        table.add_column("p90", justify="right")
        for row in brands:
            table.add_row(escape(row.brand), "all", *_cells(row.all))
            table.add_row("", "need an answer", *_cells(row.needs_answer))
        out.print(table)
        for row in brands:
            for posts, found in (("all", row.all), ("need an answer", row.needs_answer)):
                if found.by_hand:
                    told = f"{row.brand}, {posts}: {found.answered} answered, of these {found.by_hand} recorded by hand"
                    out.print(f"{told}, not seen on the platform yet", markup=False)


@app.command()
def explain(
    text: Annotated[str, typer.Argument(help="A post, in quotes.")],
    *,
    stars: Annotated[float | None, typer.Option(help="Its stars, of five.")] = None,
    in_force: Annotated[bool, typer.Option("--in-force", help="With this installation's models and settings.")] = False,
    as_json: AsJson = False,
) -> None:
    """Say how a text scores, and which words made it so."""
    scorer = Scorer()
    if in_force:
        with opened() as running:
            scorer = running.scorer()
    score = scorer.score([Post(text=text, rating=stars, rating_max=5.0 if stars is not None else None)])[0]
    if as_json:
        print_json(score)
        return
    verdict = "needs a public answer" if score.needs_answer else "needs no answer"
    out.print(f"[bold]{verdict}[/]: {score.severity}, urgency {score.urgency} of 100")
    out.print(f"{score.intent}, {score.sentiment}, language {score.lang}, topics {', '.join(score.topics) or 'none'}")
    if not knows_words(score.lang):
        out.print("words are heard in English and French; of this language only stars, question marks and smileys are")
    for reason in score.reasons:
        out.print(f"{reason.points:+6.1f}  {reason.name:<16} {', '.join(reason.evidence)}", markup=False)


@app.command("evaluate")
def evaluate_command(
    file: Annotated[list[Path], typer.Argument(help="Labelled CSV files.")],
    *,
    by: Annotated[str, typer.Option(help="Also by these columns, such as lang,brand.")] = "",
    column: Columns = None,
    in_force: Annotated[bool, typer.Option("--in-force", help="With this installation's models and settings.")] = False,
    as_json: AsJson = False,
) -> None:
    """Measure the scorer on labelled files, beside plain VADER."""
    paths = [existing(path) for path in file]
    scorer = None
    if in_force:
        with opened() as running:
            scorer = running.scorer()
    try:
        names = [name.strip() for name in by.split(",") if name.strip()]
        result = evaluate.evaluate(paths, by=names, columns=column or (), scorer=scorer)
    except ValueError as error:
        fail(error, code=Exit.USAGE)
    print_json(result) if as_json else out.print(evaluate.as_table(result))


@app.command()
def sources(
    *,
    quarantine: Annotated[bool, typer.Option("--quarantine", help="Say why records could not be read.")] = False,
    as_json: AsJson = False,
) -> None:
    """How far each target has been read, and whether anything may be missing."""
    with opened() as running:
        aside = read.quarantined(running.lake) if quarantine else []
        healths = [] if quarantine else running.sources()
    if as_json:
        print_json(aside if quarantine else [_source(health) for health in healths])
        return
    if not aside and not healths:
        out.print("nothing quarantined" if quarantine else "nothing was read yet; run `repwatch collect`")
        return
    for row in aside:
        out.print(f"{source_table.name_of(row['target_id'])}  {row['reason']}", markup=False)
    if healths:
        out.print(source_table.table_of(healths))
        for line in source_table.problems(healths):
            out.print(line, markup=False)


@app.command()
def sql(
    query: Annotated[str, typer.Argument(help="One SELECT over raw, score and marts.")],
    *,
    as_json: AsJson = False,
    limit: Annotated[int, typer.Option(help="Rows to print at most.")] = 100,
    seconds: Annotated[float, typer.Option(help="How long it may take.")] = 60.0,
) -> None:
    """Ask the lake anything; the query runs in a transaction that is rolled back."""
    with opened() as running:
        try:
            rows = running.lake.select(query, limit=limit, seconds=seconds)
        except ValueError as error:
            fail(error, code=Exit.USAGE)
        if as_json:
            print_json(rows)
        elif rows:
            table = Table(*rows[0].keys())
            for row in rows:
                table.add_row(*(_cell(value) for value in row.values()))
            out.print(table)
        else:
            out.print("no rows")


@app.command()
def export(
    file: Annotated[Path, typer.Argument(help="CSV file to write; - is standard output.")],
    *,
    brand: Annotated[str | None, typer.Option(help="Only this brand.")] = None,
    limit: Annotated[int, typer.Option(help="Rows at most, newest first.")] = 100_000,
) -> None:
    """Write opening customer posts with their verdicts as CSV; cells that a spreadsheet would run are neutralised."""
    with opened() as running:
        posts = read.posts_behind(running.lake, as_of=running.now(), brand=brand, limit=limit)
        handle = sys.stdout if str(file) == "-" else file.open("w", newline="", encoding="utf-8")
    try:
        writer = csv.writer(handle)
        names = [name for name in read.PostBehind.__dataclass_fields__ if name != "key"]
        writer.writerow(["platform", "native_id", *names])
        for post in posts:
            row = [post.key.platform, post.key.native_id, *(getattr(post, name) for name in names)]
            writer.writerow([harmless(value) for value in row])
    finally:
        if handle is not sys.stdout:
            handle.close()
    err.print(f"{len(posts)} posts")


def _source(health: SourceHealth) -> dict[str, Any]:
    state = health.state
    return {
        "target_id": health.target_id,
        "last_collected_at": state and state.last_collected_at,
        "posts": state.posts if state else 0,
        "quarantined": state.quarantined if state else 0,
        "is_complete": state and state.is_complete,
        "newest_at": state and state.newest_at,
        "is_silent": health.is_silent,
        "problem": health.problem,
        "retry_at": health.retry_at,
    }


def _require_brand(running: App, brand: str) -> None:
    known = read.brands(running.lake)
    if brand not in known:
        fail(f"no post is of a brand {brand!r}; there are {', '.join(known) or 'none yet'}", code=Exit.USAGE)


def _cells(figures: read.Figures) -> list[str]:
    decided = figures.answered + figures.not_answered
    share = f"{figures.coverage:.1%} of {decided}" if figures.coverage is not None else "no data"
    on_time = f"{figures.on_time / decided:.1%} of {decided}" if decided else "no data"
    counts = [figures.n, figures.answered, figures.not_answered, figures.undecided, figures.unknown]
    return [*map(str, counts), share, on_time, _median(figures), _span(figures.p90_seconds)]


def _median(figures: read.Figures) -> str:
    return f"{_span(figures.median_seconds)} of {figures.timed}" if figures.timed else "-"


def _span(seconds: float | None) -> str:
    return "-" if seconds is None else str(timedelta(seconds=round(seconds)))


def _cell(value: object) -> str:
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M:%S}"
    return "" if value is None else escape(str(value))
