"""Commands by which the scorer learns: train and missed."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from repwatch import clock, models
from repwatch.commands.shared import AsJson, Columns, Exit, Now, err, existing, fail, instant, opened, out, print_json
from repwatch.labelled import Labelled, read_labelled
from repwatch.learning import Learnt
from repwatch.names import person
from repwatch.roles import Actor, Role
from scoring import recipe
from scoring.card import card
from scoring.complaint import Models, load
from scoring.holdout import TooFewError
from triage.mention import MentionKey

app = typer.Typer()
# row numbers that are worth a line
_SHOWN = 5


def _named(text: str) -> str:
    if not (name := person(text)):
        raise typer.BadParameter(f"{text!r} is no name for a person in the record")
    return name


By = Annotated[str, typer.Option("--by", help="Who does it, for the record.", envvar="USER", callback=_named)]


@app.command()
def train(  # noqa: PLR0913 -- each is an option of the command
    file: Annotated[list[Path] | None, typer.Argument(help="Labelled CSV or JSON Lines files to learn from.")] = None,
    *,
    column: Columns = None,
    out_folder: Annotated[Path, typer.Option("--out", help="Where models made of files go.")] = Path("models"),
    with_feedback: Annotated[bool, typer.Option("--with-feedback", help="Go on with what the team decided.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Compare, and put nothing in force.")] = False,
    deactivate: Annotated[bool, typer.Option("--deactivate", help="Go back to the models that ship.")] = False,
    by: By = "operator",
    now: Now = "",
    as_json: AsJson = False,
) -> None:
    """Make models of labelled files, or fit on with the team's decisions; what is not better is not put in force."""
    if deactivate:
        with opened(now=now) as running:
            gone = models.deactivate(running.desk, by=by, now=running.now())
        out.print("the models that ship are in force" if gone else "the models that ship were in force already")
        return
    if not file and not with_feedback:
        fail("say what to learn from: labelled files, or --with-feedback", code=Exit.USAGE)
    start = (
        _from_files(file, out_folder, columns=column or (), now=now, as_json=as_json and not with_feedback)
        if file
        else None
    )
    if with_feedback:
        with opened(now=now) as running:
            try:
                learnt = running.learn(by=by, start=start, activates=not dry_run)
            except TooFewError as error:
                fail(error)
        print_json(as_dict(learnt)) if as_json else _tell(learnt, is_dry=dry_run)
        if learnt.refused:
            raise typer.Exit(int(Exit.PROBLEM))


@app.command()
def missed(
    platform: Annotated[str, typer.Argument(help="The post's platform.")],
    native_id: Annotated[str, typer.Argument(metavar="ID", help="Its id there.")],
    *,
    brand: Annotated[str | None, typer.Option(help="For which brand, where it concerns several.")] = None,
    by: By = "operator",
    now: Now = "",
) -> None:
    """Say that a post needs an answer which no score asked for: it gets a case, and the scorer a lesson."""
    with opened(now=now) as running:
        # whoever reaches the stores may do everything to them
        actor = Actor(name=by, role=Role.LEAD)
        case_id = running.mark_missed(MentionKey(platform=platform, native_id=native_id), by=actor, brand=brand)
    out.print(f"opened case {case_id}")


def as_dict(learnt: Learnt) -> dict[str, Any]:
    """What a refit came to, for JSON."""
    pairs = {"against_shipped": learnt.against_shipped, "against_active": learnt.against_active}
    told_pairs = {
        name: pair and {"before": pair.before.as_dict(), "after": pair.after.as_dict()} for name, pair in pairs.items()
    }
    return {**asdict(learnt), **told_pairs}


def _from_files(files: list[Path], folder: Path, *, columns: Sequence[str], now: str, as_json: bool) -> Models:
    try:
        read = [read_labelled(existing(path), columns=columns) for path in files]
        for one in read:
            _tell_what_is_lost(one)
        made = recipe.make([recipe.LabelledSet(name=one.path.stem, rows=one.rows) for one in read])
    except ValueError as error:
        fail(error, code=Exit.SETUP)
    found = load(made.models, made.grams)
    made_on = (instant(now) if now else clock.now()).date()
    models.write(folder, text=made.models, grams=made.grams, card=card(found.trained, made_on=made_on, figures={}))
    if as_json:
        print_json({"folder": str(folder), "digest": found.digest, **found.trained})
    else:
        err.print(f"wrote {folder}: models {found.digest[:16]} of {found.trained['posts']} posts")
    return found


def _tell_what_is_lost(one: Labelled) -> None:
    lost = {
        "left out, as they cannot be read": one.unread,
        "labels and ratings that are not known count as none": one.unclear,
    }
    for what, numbers in lost.items():
        if numbers:
            shown = ", ".join(map(str, numbers[:_SHOWN])) + (" \u2026" if len(numbers) > _SHOWN else "")
            err.print(f"{one.path.name}: {what}: {len(numbers)} rows ({shown})", markup=False)


def _tell(learnt: Learnt, *, is_dry: bool) -> None:
    decisions = ", ".join(f"{name.replace('_', ' ')} {n}" for name, n in learnt.decisions.items())
    out.print(f"learnt from {learnt.against_shipped.after.n} posts: {decisions}")
    table = Table(title="On decisions that were held out", title_justify="left")
    table.add_column("")
    pairs = {"what ships": learnt.against_shipped, "in force": learnt.against_active}
    columns: list[dict[str, float | int]] = []
    for name, pair in pairs.items():
        if pair is not None:
            table.add_column(name, justify="right")
            table.add_column("refitted", justify="right")
            columns += [pair.before.as_dict(), pair.after.as_dict()]
    for figure in columns[0]:
        table.add_row(figure.replace("_", " "), *(_shown(column[figure]) for column in columns))
    out.print(table)
    out.print(
        f"of {learnt.unjudged} posts that nobody decided about, {learnt.flagged_before} are flagged now "
        f"and {learnt.flagged_after} would be by the refitted models"
    )
    if advice := learnt.advice:
        out.print(
            f"severities: people corrected {advice.n} cases by {advice.corrected_now} steps; beginning P1 at "
            f"{advice.p1:g}, P2 at {advice.p2:g} and P3 at {advice.p3:g} it would have been {advice.corrected_then}. "
            "They are weights of the business configuration, for you to change"
        )
    if learnt.refused:
        fail(f"Not put in force: {learnt.refused}.")
    where = "compared only" if is_dry else "in force; `repwatch score` scores again what was scored before"
    out.print(f"models {learnt.digest[:16]}: {where}")


def _shown(value: float) -> str:
    return f"{value:.3f}" if isinstance(value, float) else f"{value:,}"
