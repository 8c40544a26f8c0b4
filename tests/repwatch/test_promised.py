from datetime import UTC, datetime, timedelta
from pathlib import Path

from repwatch.promised import next_answers, promised
from repwatch.wiring import App
from tests.servers.places import template
from triage.sla import Timer

NOW = datetime(2026, 3, 4, 15, 0, tzinfo=UTC)


def test_three_promises_add_up_over_brands_and_name_what_took_the_time(tmp_path: Path) -> None:
    app = App.open(template().copied_to(tmp_path).settings, now=NOW)
    counts = {"in_time": 3, "late": 1, "missed": 2, "undecided": 4, "by_collection": 1, "by_queue": 2, "by_agent": 0}
    sla = [counts | {"population": name} for name in ("needs_answer", "all", "needs_answer")]
    backlog = [{"resolution_in_time": 5, "resolution_decided": 7, "owed": 10}]

    back = next_answers(app.desk, since=NOW - timedelta(days=7), brand=None, now=NOW)
    first, following, resolution = promised(sla, backlog, next_answers=back)

    app.close()
    assert (first.kept, first.broken, first.still_open) == (6, 6, 8)
    assert first.causes == {"collection": 2, "queue": 4, "agent": 0}
    assert (following.timer, following.decided) == (Timer.NEXT, 0)
    assert (resolution.kept, resolution.broken, resolution.still_open) == (5, 2, 3)
