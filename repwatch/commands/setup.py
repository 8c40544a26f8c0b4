"""Commands that set up and look after an installation: init, migrate, doctor, config, up, down, status and more."""

import json
import os
import sys
import tomllib
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from repwatch import business, doctor, scaffold, supervisor
from repwatch.background import SupervisorError
from repwatch.commands.shared import AsJson, Exit, Now, existing, fail, opened, out, print_json, say, told
from repwatch.doctor import State
from repwatch.plan import ProcessStatus
from repwatch.ports import PortTakenError
from repwatch.settings import config_path, load
from repwatch.wiring import App
from warehouse import config
from warehouse.migrate import pending

app = typer.Typer()
_MARKS = {State.OK: "[green]ok[/]  ", State.OFF: "[yellow]off[/] ", State.FIX: "[red]fix[/] "}

config_app = typer.Typer(help="Business configuration: brands, targets, owned accounts, policy, weights.")


@app.command()
def init(
    *,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Ask nothing.")] = False,
    demo: Annotated[bool, typer.Option(help="Start with the demo brand, so that the queue is alive.")] = True,
    now: Now = "",
) -> None:
    """Write a commented repwatch.toml, create the warehouse, seed policy and demo brand. Safe to run again."""
    with told():
        path = config_path(os.environ, folder=Path.cwd())
        if path.exists():
            out.print(f"keeping {path}")
        elif yes or typer.confirm(f"Write {path}?", default=True):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(example(), encoding="utf-8")
            out.print(f"wrote {path}")
    with opened(now=now, must_be_ready=False) as running:
        applied = running.migrate()
        business.seed(running.desk, with_demo=demo, now=running.now())
        out.print(f"warehouse in {running.settings.home}: {_brought(applied)}")


@app.command()
def migrate() -> None:
    """Bring desk and lake to the version of this release."""
    with opened(must_be_ready=False) as running:
        applied = running.migrate()
        out.print("\n".join(f"applied {name}" for name in applied) if applied else "up to date")


@app.command("doctor")
def doctor_command(*, as_json: AsJson = False) -> None:
    """Check everything and say what to fix; exit code 1 where something must be."""
    with told():
        findings = doctor.examine(load())
        if as_json:
            print_json(findings)
        else:
            for finding in findings:
                out.print(f"{_MARKS[finding.state]} {finding.what}: {escape(finding.said)}")
        if any(finding.state is State.FIX for finding in findings):
            raise typer.Exit(int(Exit.PROBLEM))


@app.command()
def up() -> None:
    """Start Airflow and the dashboard in the background and wait until both answer."""
    with told():
        settings = load()
        running = App.open(settings)
        try:
            if pending(running.desk, running.lake):
                fail("the warehouse is not ready: run `repwatch init` first", code=Exit.SETUP)
        finally:
            running.close()
        try:
            supervisor.up(settings, progress=out.print)
        except (SupervisorError, PortTakenError) as error:
            fail(error, code=Exit.SETUP)
        out.print("stop it with `make down` or `repwatch down`")


@app.command()
def down() -> None:
    """Stop Airflow and the dashboard; no process is left."""
    with told():
        supervisor.down(load(), progress=out.print)


@app.command()
def status(*, as_json: AsJson = False) -> None:
    """What runs, and how far each target has been read."""
    with opened() as running:
        processes = supervisor.status(running.settings)
        targets = doctor.targets(running)
        if as_json:
            print_json({"processes": processes, "targets": targets})
        else:
            _tell(processes, targets)
        if fallen := [process.name for process in processes if process.has_fallen]:
            fail(f"not running: {', '.join(fallen)}; their logs say why, `repwatch down` and `up` start anew")


@app.command()
def maintain() -> None:
    """Forget texts whose time is up, join small files, let go of old snapshots and of files that nothing needs."""
    with opened() as running:
        say("maintained", running.maintain().as_dict())


@config_app.command("show")
def config_show() -> None:
    """Print the business configuration in force, as JSON."""
    with opened() as running:
        print_json(_exported(running))


@config_app.command("export")
def config_export(path: Annotated[Path, typer.Argument(help="File to write; - is standard output.")]) -> None:
    """Write the business configuration to a JSON file."""
    with opened() as running:
        text = json.dumps(_exported(running), indent=2, ensure_ascii=False, default=str) + "\n"
        if str(path) == "-":
            sys.stdout.write(text)
        else:
            path.write_text(text, encoding="utf-8")


@config_app.command("import")
def config_import(
    path: Annotated[Path, typer.Argument(help="A file that `config export` wrote, changed at will.")],
) -> None:
    """Check a configuration file and put its entries in force; equal entries keep their version."""
    with opened() as running:
        try:
            body = json.loads(existing(path).read_text(encoding="utf-8"))
        except (ValueError, UnicodeDecodeError) as error:
            fail(f"{path} is not the JSON that `config export` writes: {error}", code=Exit.USAGE)
        counts = business.put_all(running.desk, body, by=_me(), now=running.now())
        say("configured", counts)


@config_app.command("policy")
def config_policy(path: Annotated[Path, typer.Argument(help="A policy in TOML.")]) -> None:
    """Check a policy and put it in force for posts that are triaged from now on."""
    with opened() as running:
        try:
            body = tomllib.loads(existing(path).read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            fail(f"{path} cannot be read as TOML: {error}", code=Exit.USAGE)
        version = business.put_policy(running.desk, body, by=_me(), now=running.now())
        out.print(f"policy version {version} is in force")


@app.command("new-source")
def new_source(
    name: Annotated[str, typer.Argument(help="What targets will call it: small letters, digits and _.")],
    *,
    into: Annotated[Path, typer.Option(help="The checkout of repwatch that it is written into.")] = Path(),
) -> None:
    """Write a new source with its server for tests, its test and its lines in the documentation."""
    try:
        written = scaffold.new_source(name, into=into)
    except scaffold.ScaffoldError as error:
        fail(error, code=Exit.USAGE)
    for path in written:
        out.print(f"wrote {path}", markup=False)
    out.print(f"now `make dev`, then `.venv/bin/pytest tests/collectors -k {name}`", markup=False)
    out.print("CONTRIBUTING.md tells the way from there", markup=False)


def example() -> str:
    """The commented settings file that `init` writes."""
    return (files("repwatch") / "seed" / "repwatch.toml").read_text(encoding="utf-8")


def _brought(applied: Sequence[str]) -> str:
    """What became of the stores, in a line: who wants each step asks `repwatch migrate`."""
    if not applied:
        return "up to date"
    last = dict(name.split(" ", 1) for name in applied)
    return ", ".join(f"{store} {version[:4]}" for store, version in last.items())


def _exported(running: App) -> dict[str, object]:
    entries = {kind: {e.name: e.body for e in config.entries(running.desk, kind)} for kind in business.KINDS}
    return {**entries, "owned_account": [business.account_row(a) for a in config.owned(running.desk)]}


def _me() -> str:
    return os.environ.get("USER") or "operator"


def _tell(processes: Sequence[ProcessStatus], targets: Sequence[dict[str, str]]) -> None:
    for process in processes:
        out.print(f"{process.name:<16} {process.stage}  restarts {process.restarts}  log {process.log}", markup=False)
    if not processes:
        out.print("nothing is running; start it with `repwatch up`")
    for target in targets:
        out.print(f"{target['target']:<24} {target['said']}", markup=False)
