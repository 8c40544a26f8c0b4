"""Commands about telling people: notify, incidents."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any

import typer
from rich.markup import escape
from rich.table import Table

from repwatch import business
from repwatch.channels import Outlet
from repwatch.commands.shared import AsJson, Exit, Now, fail, opened, out, print_json, say
from repwatch.configuring import send_test
from repwatch.sending import Courier, UndeliveredError
from repwatch.wiring import App, secret
from triage.case import case_id_of
from triage.spikes import Incident
from warehouse import incidents, outbox

app = typer.Typer()


@app.command()
def notify(
    *,
    test: Annotated[
        str, typer.Option("--test", metavar="CHANNEL", help="Send one test message, and nothing else.")
    ] = "",
    listed: Annotated[bool, typer.Option("--list", help="Show how each channel stands, and send nothing.")] = False,
    resend: Annotated[
        str, typer.Option("--resend", metavar="CHANNEL", help="Send its unsure and failed alerts again.")
    ] = "",
    arrived: Annotated[
        str, typer.Option("--arrived", metavar="CHANNEL", help="Say that its unsure alerts did arrive.")
    ] = "",
    now: Now = "",
    as_json: AsJson = False,
) -> None:
    """Send the alerts that wait, to the channels that want them."""
    with opened(now=now) as running:
        outlets = business.outlets(running.desk, zone=running.settings.business_zone)
        if test:
            _test(running, _named(outlets, test))
            return
        for name in filter(None, (resend, arrived)):
            count = outbox.release(running.desk, _named(outlets, name).name, now=running.now(), resend=name == resend)
            out.print(f"{name}: {count} alerts {'wait to be sent again' if name == resend else 'count as sent'}")
        if listed or arrived:
            _list(running, outlets, as_json=as_json)
            return
        summary = running.notify().as_dict()
        print_json(summary) if as_json else say("notified", summary)


@app.command("incidents")
def incidents_command(
    *,
    is_open: Annotated[bool, typer.Option("--open", help="Only those that are not over.")] = False,
    limit: Annotated[int, typer.Option(help="The latest so many.", min=1)] = 20,
    as_json: AsJson = False,
) -> None:
    """Spikes of a brand and topic: when, how far beyond what is usual, and which posts carry them."""
    with opened() as running:
        found = [_told(one) for one in incidents.latest(running.desk, limit=limit, is_open=is_open)]
    if as_json:
        print_json({"incidents": found})
        return
    columns = (
        "incident_id",
        "brand",
        "topic",
        "opened_at",
        "closed_at",
        "level",
        "posts",
        "peak_posts",
        "usual",
        "reach",
    )
    table = Table(*(name.removesuffix("_id").replace("_", " ") for name in columns))
    for one in found:
        cells = (one[name] for name in columns)
        table.add_row(
            *(
                f"{cell:%Y-%m-%d %H:%M}" if isinstance(cell, datetime) else "" if cell is None else escape(str(cell))
                for cell in cells
            )
        )
    out.print(table if found else "No spike was found.")


def _told(one: Incident) -> dict[str, Any]:
    """An incident as a program reads it; `drivers` are ids of the posts that carry it, the furthest first."""
    return {
        **one.as_dict(),
        "amplification": round(max(hour.amplification for hour in one.hours.values())),
        "drivers": [
            {
                "platform": key.platform,
                "native_id": key.native_id,
                "case_id": case_id_of(one.brand, key),
                "amplification": weight,
            }
            for key, weight in one.drivers
        ],
    }


def _test(running: App, outlet: Outlet) -> None:
    courier = Courier(secret=secret)
    try:
        reference = send_test(outlet, courier, console=running.settings.console, now=running.now())
    except UndeliveredError as error:
        fail(f"channel {outlet.name}: {error}")
    out.print(f"sent to {outlet.name} (ref. {reference}): see whether it arrived")


def _list(running: App, outlets: Sequence[Outlet], *, as_json: bool) -> None:
    counts, problems = outbox.counts(running.desk), outbox.problems(running.desk)
    names = sorted({*counts, *(outlet.name for outlet in outlets)})
    rows = [
        {
            "channel": name,
            **{state.value: counts.get(name, {}).get(state, 0) for state in outbox.OutboxState},
            "problem": problems.get(name),
        }
        for name in names
    ]
    if as_json:
        print_json({"channels": rows})
        return
    table = Table("channel", *(state.value for state in outbox.OutboxState), "problem")
    for row in rows:
        table.add_row(*(escape(str(value)) if value is not None else "" for value in row.values()))
    out.print(table if rows else "No channel is configured: see docs/alerts.md.")


def _named(outlets: Sequence[Outlet], name: str) -> Outlet:
    found = {outlet.name: outlet for outlet in outlets}
    if name not in found:
        fail(f"there is no channel {name!r}; known are {', '.join(sorted(found)) or 'none'}", code=Exit.USAGE)
    return found[name]
