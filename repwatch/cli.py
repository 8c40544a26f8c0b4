"""The command line: `repwatch --help` lists it, docs/cli.md tells it."""

import typer

from repwatch import __version__
from repwatch.commands import (
    alerts,
    answers,
    bench,
    issues,
    keep,
    look,
    ratings,
    replies,
    reports,
    setup,
    sla,
    teach,
    thresholds,
    weekly,
    work,
)
from repwatch.commands.shared import out

app = typer.Typer(
    name="repwatch",
    help="Listens to what customers say in public, finds what needs an answer, and makes sure it is given in time.",
    no_args_is_help=True,
    pretty_exceptions_show_locals=False,
)
for commands in (
    setup.app,
    work.app,
    look.app,
    answers.app,
    alerts.app,
    teach.app,
    thresholds.app,
    ratings.app,
    keep.app,
):
    app.add_typer(commands)
app.add_typer(setup.config_app, name="config")
app.add_typer(answers.draft_app, name="draft")
reports.app.add_typer(weekly.app)
app.add_typer(reports.app, name="report")
app.add_typer(sla.app, name="sla")
app.add_typer(bench.app, name="bench")
app.add_typer(issues.app, name="issues")
app.add_typer(replies.app, name="replies")


@app.command()
def version() -> None:
    """Print the version."""
    out.print(__version__)


def main() -> None:
    """Run the command line."""
    app()
