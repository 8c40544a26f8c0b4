"""The use cases as processes of their own run them, and what is left in the stores afterwards."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from repwatch import business
from repwatch.wiring import App
from tests.servers.places import START, Place
from tests.servers.processes import Say
from triage.folding import fold
from warehouse import sql
from warehouse.cases import events_of, row_of
from warehouse.desk import Desk
from warehouse.lake import Lake
from warehouse.tables import desk_case

NOW = START + timedelta(days=1)
LAKE = (
    *("raw.mention", "raw.content", "raw.revision", "raw.sighting", "raw.mention_brand", "raw.quarantine"),
    *("score.mention_score", "score.promise"),
    *("marts.post_answer", "marts.flagged_post", "marts.case_day", "marts.sentiment_day"),
)
DESK = ("desk_case", "case_event", "case_mention", "case_text", "case_note", "owned_account")


def seeded(place: Place) -> Place:
    """A new installation with the demo brand."""
    place.migrated()
    with place.opened() as (desk, _):
        business.seed(desk, with_demo=True, now=START)
    return place


def run(say: Say, place: Place, step: str, *arguments: object) -> dict[str, int | str]:
    """One use case, as the command line runs it."""
    app = App.open(place.settings, now=NOW)
    try:
        say("ready")
        name, options = ("import_file", {"is_live": True}) if step == "import_live" else (step, {})
        summary: dict[str, int | str] = getattr(app, name)(*arguments, **options).as_dict()
    finally:
        app.close()
    return summary


def export(path: Path, *, threads: int) -> Path:
    """A file of conversations: a complaint and, below every second one, the company's answer."""
    lines = ["id,parent_id,text,created_at,author,brand,role"]
    for number in range(threads):
        at = START - timedelta(hours=1 + number % 700)
        lines.append(
            f"q{number},,My parcel {number} never arrived and nobody helps,{at.isoformat()},c{number},birch,customer"
        )
        if number % 2:
            later = at + timedelta(minutes=number % 90)
            lines.append(f"a{number},q{number},We are sorry and look into it,{later.isoformat()},birch,birch,company")
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def left_in(place: Place) -> dict[str, list[Any]]:
    """Every row that does not tell how often something was tried."""
    with place.opened() as (desk, lake):
        found = {table: sorted(lake.query(f"select * from {table}"), key=repr) for table in LAKE}
        with desk.read() as connection:
            for table in DESK:
                rows = connection.exec_driver_sql(f"select * from {table}").mappings()
                found[table] = sorted(map(dict, rows), key=repr)
    return found


def doubles(lake: Lake) -> list[dict[str, Any]]:
    """Keys that are stored twice."""
    return lake.query(sql.load("checks", "doubles"))


def unfolded(desk: Desk) -> list[str]:
    """Cases whose row is not what their events tell."""
    with desk.read() as connection:
        rows = {row["case_id"]: row for row in connection.execute(select(desk_case)).mappings()}
        histories = events_of(connection, sorted(rows))
    wrong = [case_id for case_id, row in rows.items() if not row_of(fold(histories[case_id])).items() <= row.items()]
    return wrong + sorted(set(histories) ^ set(rows))
