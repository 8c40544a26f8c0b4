"""Commands about telling people: notify, incidents."""

from collections.abc import Sequence
from typing import Annotated

import typer
from rich.table import Table

from repwatch import business
from repwatch.alert_words import Speaker
from repwatch.channels import Outlet
from repwatch.commands.shared import AsJson, Exit, Now, fail, opened, out, print_json, say
from repwatch.sending import Courier, UndeliveredError
from repwatch.wiring import App, secret
from triage.alerts import message_id_of
from warehouse import outbox

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


def _test(running: App, outlet: Outlet) -> None:
    speaker = Speaker(outlet=outlet, console=running.settings.console)
    message = speaker.test(message_id=message_id_of([outlet.name, running.now().isoformat()]))
    try:
        Courier(secret=secret).send(outlet.url_secret, message)
    except UndeliveredError as error:
        fail(f"channel {outlet.name}: {error}")
    out.print(f"sent to {outlet.name} (ref. {message.message_id}): see whether it arrived")


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
        table.add_row(*(str(value) if value is not None else "" for value in row.values()))
    out.print(table if rows else "No channel is configured: see docs/alerts.md.")


def _named(outlets: Sequence[Outlet], name: str) -> Outlet:
    found = {outlet.name: outlet for outlet in outlets}
    if name not in found:
        fail(f"there is no channel {name!r}; known are {', '.join(sorted(found)) or 'none'}", code=Exit.USAGE)
    return found[name]
