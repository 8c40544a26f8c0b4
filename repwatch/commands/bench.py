"""The commands that measure: each gives ratios, and what they are made of, in one run on this machine."""

from pathlib import Path
from typing import Annotated

import typer

from repwatch import bench_collect, bench_dashboard, bench_issues, bench_load, bench_score
from repwatch.bench_dashboard import BenchError, Wanted
from repwatch.commands.shared import AsJson, Exit, bar, existing, fail, out, print_json, told

app = typer.Typer(help="Ratios measured in one run on this machine.")
_FULL = {"posts": 1_000_000, "waiting": 100_000}


@app.command("score")
def bench_score_command(
    n: Annotated[int, typer.Option(help="Texts of each sort.")] = 2_000, *, as_json: AsJson = False
) -> None:
    """Own VADER against vaderSentiment, and the whole scorer's texts per second."""
    told_ratios(bench_score.bench(n), as_json=as_json)


@app.command("load")
def bench_load_command(
    posts: Annotated[int, typer.Option(help="Posts stored before the measured pages.")] = 100_000,
    pages: Annotated[int, typer.Option(help="Measured pages of 100 posts.")] = 20,
    *,
    as_json: AsJson = False,
) -> None:
    """How the cost of storing a page grows with what is stored already."""
    with told(), bar("loading", is_shown=not as_json) as move:
        result = bench_load.bench(posts=posts, pages=pages, on_step=move)
    told_ratios(result, as_json=as_json)


@app.command("collect")
def bench_collect_command(
    posts: Annotated[int, typer.Option(help="Posts that a site on loopback shows.")] = 5_000,
    page: Annotated[int, typer.Option(help="Posts it shows together.")] = 100,
    *,
    as_json: AsJson = False,
) -> None:
    """Posts a second from a site into the lake, and the share of that time not spent waiting for HTTP."""
    with told():
        try:
            result = bench_collect.bench(posts=posts, page=page)
        except ValueError as error:
            fail(error, code=Exit.USAGE)
    told_ratios(result, as_json=as_json)


@app.command("issues")
def bench_issues_command(
    file: Annotated[
        Path, typer.Argument(help="Complaints that people grouped: id, text, lang, cluster, brand, issue.")
    ],
    *,
    as_json: AsJson = False,
) -> None:
    """How far our issues agree with those of people, as the adjusted Rand index."""
    with told():
        try:
            result = bench_issues.bench(existing(file))
        except ValueError as error:
            fail(error, code=Exit.USAGE)
    told_ratios(result, as_json=as_json)


@app.command("dashboard")
def bench_dashboard_command(
    *,
    posts: Annotated[int, typer.Option(help="Posts in the lake.")] = 20_000,
    cases: Annotated[int, typer.Option(help="Cases that wait in the desk; at most a fifth of the posts.")] = 2_000,
    full: Annotated[bool, typer.Option("--full", help="100,000 waiting cases over a million posts.")] = False,
    people: Annotated[int, typer.Option(help="Sessions at once, after one alone.", min=2)] = 10,
    think: Annotated[float, typer.Option(help="Seconds between two acts of each of them.", min=0)] = 1.0,
    store: Annotated[Path | None, typer.Option(help="Fill this folder, or take it as an earlier run left it.")] = None,
    as_json: AsJson = False,
) -> None:
    """How long people wait for the console: an act's p50 and p95, one session and several, and memory per session."""
    size = _FULL if full else {"posts": posts, "waiting": cases}
    wanted = Wanted(**size, people=people, think_seconds=think)
    with told(), bar("inventing", is_shown=not as_json) as move:
        try:
            result = bench_dashboard.bench(wanted, store=store, on_step=move)
        except ValueError as error:
            fail(error, code=Exit.USAGE)
        except BenchError as error:
            fail(error)
    told_ratios(result, as_json=as_json)


def told_ratios(result: dict[str, float | int], *, as_json: bool) -> None:
    """The figures, a line each."""
    if as_json:
        print_json(result)
        return
    for name, value in result.items():
        out.print(f"{name:<44} {value:>12,.2f}" if isinstance(value, float) else f"{name:<44} {value:>12,}")
