"""What is due and why, and what another policy would have changed, as the command line tells it."""

from datetime import timedelta
from pathlib import Path

import pytest

from repwatch import business, replaying
from repwatch.console import Order, Verb, perform
from repwatch.policies import build
from repwatch.settings import Settings
from repwatch.wiring import App
from tests.dashboard.cases import agent
from tests.repwatch.installed import NOW, START, Installed
from triage.case import case_id_of
from triage.mention import MentionKey
from triage.sla import SlaState, Timer

POLICY = """
[calendars.office]
zone = "America/Toronto"
country = "CA"
region = "ON"
holidays = [2026-03-03]
monday = ["09:00-12:00", "13:00-17:00"]
tuesday = ["09:00-17:00"]
wednesday = ["09:00-17:00"]
thursday = ["09:00-17:00"]
friday = ["09:00-17:00"]

[[rules]]
name = "en français"
langs = ["fr"]
targets = { P1 = "15m", P2 = "15m", P3 = "15m", P4 = "15m" }

[[rules]]
name = "everyone"
targets = { P1 = "30m", P2 = "1h", P3 = "1h", P4 = "8h" }
next = { P3 = "30m" }
resolution = { P3 = "8h" }
calendars = { P3 = "office" }
"""
ROWS = (
    {"id": "1", "text": "My order never came and nobody answers!", "author": "a", "role": "customer", "lang": "en"},
    {"id": "2", "text": "We are on it.", "author": "acme", "role": "company", "parent_id": "1"},
    {"id": "3", "text": "Still nothing, where is my refund?!", "author": "a", "role": "customer", "parent_id": "1"},
)
CASE = case_id_of("acme", MentionKey(platform="file", native_id="1"))


@pytest.fixture
def policy(tmp_path: Path) -> str:
    path = tmp_path / "policy.toml"
    path.write_text(POLICY, encoding="utf-8")
    return str(path)


@pytest.mark.parametrize(
    ("posted", "due_at"),
    [
        pytest.param("2026-02-27T16:30:00-05:00", "2026-03-02T14:30:00Z", id="friday 16:30"),
        pytest.param("2026-03-02T11:30:00-05:00", "2026-03-02T18:30:00Z", id="over lunch"),
        pytest.param("2026-03-02T16:30:00-05:00", "2026-03-04T14:30:00Z", id="over a listed day"),
        pytest.param("2026-06-30T16:30:00-04:00", "2026-07-02T13:30:00Z", id="over Canada Day"),
        pytest.param("2026-02-13T16:30:00-05:00", "2026-02-17T14:30:00Z", id="over Family Day of Ontario"),
        pytest.param("2026-03-06T16:30:00-05:00", "2026-03-09T13:30:00Z", id="clocks forward"),
        pytest.param("2026-10-30T16:30:00-04:00", "2026-11-02T14:30:00Z", id="clocks back"),
        pytest.param("2026-03-04T03:00:00Z", "2026-03-04T15:00:00Z", id="in the night"),
        pytest.param("2026-03-04T15:00:00", "2026-03-04T16:00:00Z", id="without a zone is UTC"),
    ],
)
def test_due_tells_every_timer(installed: Installed, policy: str, posted: str, due_at: str) -> None:
    told = installed.json("sla", "due", "--policy", policy, "--posted", posted, "--severity", "P3")

    assert told["due_at"] == due_at == told["timers"]["first"]["due_at"]
    assert (told["rule"], told["severity"], told["target_seconds"]) == ("everyone", "P3", 3600)
    assert [told["timers"][timer]["target_seconds"] for timer in ("next", "resolution")] == [1800, 28_800]
    assert told["timers"]["next"]["due_at"] < due_at < told["timers"]["resolution"]["due_at"]
    assert told["timers"]["resolution"]["calendar"] == "office"


def test_what_a_rule_does_not_promise_is_null(installed: Installed, policy: str) -> None:
    told = installed.json("sla", "due", "--policy", policy, "--posted", NOW, "--lang", "fr")

    assert (told["rule"], told["timers"]["resolution"]) == ("en français", None)
    assert told["timers"]["next"] == told["timers"]["first"]


@pytest.mark.parametrize(
    ("words", "code", "complaint"),
    [
        pytest.param(["--posted", "soon"], 2, "'soon' is no instant; write one like", id="no instant"),
        pytest.param(
            ["--posted", "9999-12-31T00:00:00Z"], 2, "no due instant for a post of 9999", id="the end of time"
        ),
        pytest.param(["--posted", NOW, "--severity", "P9"], 2, "P9", id="no severity"),
        pytest.param(["--posted", NOW, "--policy", "none.toml"], 3, "There is no policy file none.toml", id="no file"),
    ],
)
def test_what_cannot_be_told_is_said(
    installed: Installed, policy: str, words: list[str], code: int, complaint: str
) -> None:
    told = installed.run("sla", "due", "--policy", policy, *words, code=code)

    assert complaint in told.stderr


@pytest.fixture
def judged(installed: Installed) -> Installed:
    """A complaint answered after an hour, and the customer back two hours later."""
    rows = ({"brand": "acme", "created_at": f"2026-03-02T0{row['id']}:00:00Z", **row} for row in ROWS)
    app = App.open(Settings(home=installed.home), now=START)
    try:
        app.import_file(installed.write_rows("told.csv", rows), is_live=True)
        app.score()
        app.triage()
    finally:
        app.close()
    return installed


def test_replay_tells_what_would_have_changed_and_writes_nothing(judged: Installed, tmp_path: Path) -> None:
    strict = tmp_path / "strict.toml"
    strict.write_text('[[rules]]\nname = "all"\ntargets = { P1 = "5m", P2 = "5m", P3 = "5m", P4 = "5m" }\n')
    before = judged.decided()

    told = judged.json("sla", "replay", "--policy", str(strict), "--since", "2026-03-01", "--now", NOW)

    assert told["cases"] == 1
    rows = {row["timer"]: row for row in told["changes"]}
    assert (rows["first"]["hits"], rows["first"]["new_hits"], rows["first"]["new_breaches"]) == (1, 0, 1)
    flips = {flip["timer"]: (flip["state"], flip["new_state"]) for flip in told["flips"]}
    assert flips["first"] == (SlaState.MET, SlaState.LATE)
    assert flips["resolution"][1] is None
    assert judged.decided() == before
    assert "would keep" in judged.run("sla", "replay", "--policy", str(strict), "--since", "2026-03-01").stdout


def test_replaying_the_policy_in_force_changes_nothing(judged: Installed) -> None:
    app = App.open(Settings(home=judged.home), now=START + timedelta(days=9))
    try:
        app.triage()
        found = replaying.replay(
            app.desk, app.lake, business.policy(app.desk), since=START - timedelta(days=9), now=app.now()
        )
    finally:
        app.close()

    assert found.flips == []
    assert all((t.hits, t.breaches, t.open) == (t.new_hits, t.new_breaches, t.new_open) for t in found.tallies)
    assert {tally.timer for tally in found.tallies} == set(Timer)


def test_a_severity_changed_by_a_person_keeps_its_pauses_under_another_policy(judged: Installed) -> None:
    app = App.open(Settings(home=judged.home), now=START)
    try:
        with app.desk.read() as connection:
            version = connection.exec_driver_sql("select version from desk_case").scalar_one()
        perform(
            app.desk, CASE, Order(verb=Verb.ESCALATE, reason="legal"), by=agent("ann"), seen_version=version, now=START
        )
        rules = build(
            {"rules": [{"name": "all", "targets": dict.fromkeys(("P1", "P2", "P3", "P4"), "90d")}]}, version=0
        )
        found = replaying.replay(app.desk, app.lake, rules, since=START - timedelta(days=9), now=app.now())
    finally:
        app.close()

    assert sum(tally.new_breaches for tally in found.tallies) == 0


def test_explain_tells_rule_time_pauses_events_and_both_clocks(judged: Installed) -> None:
    told = judged.json("sla", "explain", CASE, "--now", NOW)
    words = judged.run("sla", "explain", CASE, "--now", NOW).stdout

    timers = {timer["timer"]: timer for timer in told["timers"]}
    assert [rule["is_chosen"] for rule in told["rules"]] == [True]
    assert set(timers) == {"first", "next", "resolution"}
    assert timers["resolution"]["pauses"] == [{"from": "2026-03-02T02:00:00Z", "until": "2026-03-02T03:00:00Z"}]
    for timer in timers.values():
        assert sum(step["seconds"] for step in timer["counted"]) == timer["target_seconds"]
    assert told["clocks"]["posted_to_answered_seconds"] == 3600
    assert told["clocks"]["detected_to_answered_seconds"] < 0
    assert [event["kind"] for event in told["events"]][:3] == ["opened", "answered", "customer_replied"]
    for part in ("policy version 1", "-> 'everyone'", "not counted", "both clocks", "what happened", "at risk"):
        assert part in words


def test_a_case_that_is_not_there_is_said(installed: Installed) -> None:
    assert "There is no case 'nothing'" in installed.run("sla", "explain", "nothing", code=1).stderr
