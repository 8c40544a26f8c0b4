"""The command line does what it says, twice the same, and ends in a sentence where it cannot."""

import csv
import io
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from repwatch import __version__
from repwatch.cli import app
from repwatch.commands.setup import example
from tests.repwatch.installed import NOW, Installed

POLICY = '[[rules]]\nname = "everyone"\ntargets = { P1 = "1h", P2 = "4h", P3 = "8h", P4 = "24h" }\n'
OFFICE = '[calendars.office]\nzone = "UTC"\n' + "".join(
    f'{day} = ["09:00-17:00"]\n' for day in ("monday", "tuesday", "wednesday", "thursday", "friday")
)


def test_init_writes_the_file_and_the_stores_and_is_safe_to_repeat(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    fresh = Installed(folder=tmp_path, home=tmp_path / ".repwatch")

    first = fresh.run("init", "--yes", "--now", NOW).output
    before = fresh.decided()
    again = fresh.run("init", "--yes").output

    assert (tmp_path / "repwatch.toml").read_text() == example()
    assert "wrote" in first
    assert len(first.splitlines()) == 2
    assert "keeping" in again
    assert "up to date" in again
    assert fresh.decided() == before


def test_a_run_again_for_the_same_instant_changes_nothing(installed: Installed) -> None:
    first = installed.json("run", "--now", NOW)
    before = installed.decided()

    second = installed.json("run", "--now", NOW)

    assert first["targets"][0]["new"] > 100
    assert first["triage"]["opened"] > 0
    assert (second["targets"][0]["new"], second["score"]["scored"], second["triage"]["events"]) == (0, 0, 0)
    assert second["triage"]["opened"] == second["build"]["cases"] == 0
    assert installed.decided() == before
    [rush] = installed.json("incidents")["incidents"]
    assert rush["closed_at"] is not None


def test_imported_history_counts_and_opens_no_case(worked: Installed) -> None:
    report = worked.json("report", "coverage", "--brand", "acme", "--now", NOW)

    assert report["as_of"] == "2026-03-02T15:00:00Z"
    [brand] = report["brands"]
    assert brand["brand"] == "acme"
    assert brand["all"] == {
        "n": 2,
        "answered": 1,
        "by_hand": 0,
        "not_answered": 1,
        "undecided": 0,
        "unknown": 0,
        "on_time": 1,
        "coverage": 0.5,
        "dismissed": 0,
        "timed": 1,
        "median_seconds": 7200.0,
        "p90_seconds": 7200.0,
        "n_negative": 0,
    }
    assert set(brand["needs_answer"]) == set(brand["all"])
    assert worked.decided()["desk_case"].endswith(" 0")


def test_live_rows_open_cases(installed: Installed) -> None:
    installed.run("import", str(installed.thread()), "--live", "--now", NOW)
    installed.run("score", "--now", NOW)

    triaged = installed.json("triage", "--now", NOW)

    assert (triaged["posts"], triaged["opened"]) == (2, 2)


def test_a_file_read_again_adds_nothing(worked: Installed) -> None:
    before = worked.decided()

    [summary] = worked.json("import", str(worked.thread()), "--now", NOW)["files"]

    assert (summary["new"], summary["changed"]) == (0, 0)
    assert worked.decided() == before


def test_reports_are_readable_by_people(worked: Installed) -> None:
    table = worked.run("report", "coverage", "--now", NOW, "--since", "2026-01-01").output

    assert all(word in table for word in ("acme", "need an answer", "50.0% of 2", "2:00:00"))
    assert "never read" in worked.run("status").output
    assert "thread.csv" in worked.run("sources").output


def test_a_report_on_a_brand_without_posts_names_those_that_have_some(worked: Installed) -> None:
    assert "there are acme" in worked.run("report", "coverage", "--brand", "acne", "--now", NOW, code=2).stderr


def test_a_source_counts_each_post_once(worked: Installed) -> None:
    before = worked.json("sources")

    worked.run("import", str(worked.thread()), "--now", NOW)

    counts = {row["posts"] for row in worked.json("sources") if row["target_id"] != "demo"}
    assert counts == {row["posts"] for row in before if row["target_id"] != "demo"} == {3}


def test_rows_that_cannot_be_read_are_put_aside_and_told(installed: Installed) -> None:
    path = installed.write_rows("mixed.csv", [{"id": "1", "text": "fine"}, {"id": "", "text": "who am I"}])

    told = installed.run("import", str(path), "--now", NOW)

    assert "quarantined 1" in told.output
    assert len(installed.json("sources", "--quarantine")) == 1
    assert "nothing quarantined" not in installed.run("sources", "--quarantine").output


def test_a_file_of_which_most_cannot_be_read_is_a_problem(installed: Installed) -> None:
    path = installed.write_rows("odd.csv", [{"id": "1", "text": "fine"}, *[{"id": "", "text": "who am I"}] * 2])

    told = installed.run("import", str(path), "--now", NOW, code=1)

    assert "2 rows could not be read" in told.output


@pytest.mark.parametrize(
    ("name", "content", "code", "said"),
    [
        pytest.param("missing.csv", None, 2, "there is no file", id="missing"),
        pytest.param("empty.csv", b"", 3, "is empty", id="empty"),
        pytest.param("columns.csv", b"a,b\n1,2\n", 3, "no column id and no column text", id="columns missing"),
        pytest.param("binary.csv", bytes(range(256)) * 9, 3, "repwatch: ", id="binary"),
        pytest.param("", None, 3, "is not a file", id="a folder"),
    ],
)
def test_a_file_of_junk_is_refused_in_a_sentence(
    installed: Installed, name: str, content: bytes | None, code: int, said: str
) -> None:
    path = installed.folder / name
    if content is not None:
        path.write_bytes(content)

    result = installed.run("import", str(path), code=code)

    assert said in result.stderr
    assert "Traceback" not in result.output


@pytest.mark.parametrize(
    ("posted", "severity", "due_at", "warn_at"),
    [
        ("2026-02-27T16:30:00Z", "P1", "2026-03-02T09:30:00Z", "2026-03-02T09:18:00Z"),
        ("2026-02-27T11:30:00-05:00", "P1", "2026-03-02T09:30:00Z", "2026-03-02T09:18:00Z"),
        ("2026-02-27T16:30:00", "P2", "2026-02-27T20:30:00Z", "2026-02-27T19:42:00Z"),
    ],
)
def test_sla_due_says_when(
    tmp_path: Path, installed: Installed, posted: str, severity: str, due_at: str, warn_at: str
) -> None:
    policy = tmp_path / "policy.toml"
    policy.write_text(OFFICE + POLICY + 'calendars = { P1 = "office" }\n')

    told = installed.json("sla", "due", "--policy", str(policy), "--posted", posted, "--severity", severity)

    assert (told["due_at"], told["warn_at"], told["rule"], told["severity"]) == (due_at, warn_at, "everyone", severity)
    assert told["target_seconds"] == {"P1": 3600, "P2": 14400}[severity]
    shown = installed.run("sla", "due", "--policy", str(policy), "--posted", posted, "--severity", severity).output
    assert due_at[:10] in shown


def test_sla_due_tells_what_is_wrong_with_a_policy(tmp_path: Path, installed: Installed) -> None:
    policy = tmp_path / "policy.toml"
    policy.write_text("rules = []")

    told = installed.run("sla", "due", "--policy", str(policy), "--posted", NOW, code=3)

    assert "last rule of a policy must match every post" in " ".join(told.stderr.split())


def test_sql_asks_and_never_writes(worked: Installed) -> None:
    before = worked.decided()

    for query in (
        "delete from raw.mention",
        "drop table raw.mention",
        "select 1; delete from raw.mention",
        "insert into raw.cursor values ('x', 'y', now())",
        "copy raw.mention to 'out.csv'",
        "attach 'other.db'",
        "selec 1",
        "select * from nowhere",
        "",
    ):
        worked.run("sql", query, code=2)

    assert worked.decided() == before


def test_sql_prints_rows(worked: Installed) -> None:
    assert worked.json("sql", "select native_id, state from raw.mention order by native_id", "--limit", "1") == [
        {"native_id": "1", "state": "live"}
    ]
    assert "no rows" in worked.run("sql", "select 1 where false").output
    assert "My order never came" in worked.run("sql", "select text from raw.content").output


@pytest.mark.parametrize("name", ["merge_adjacent_files", "CLEANUP_old_files", "delete_orphaned_files", "set_option"])
def test_a_query_that_would_look_after_the_lake_is_refused(installed: Installed, name: str) -> None:
    assert "ask one SELECT" in installed.run("sql", f"select * from ducklake_{name}('lake')", code=2).stderr


def test_a_query_without_end_is_ended(installed: Installed) -> None:
    endless = "select count(*) from range(100000000) a, range(100000000) b"

    assert "took longer than 0.5 s" in installed.run("sql", endless, "--seconds", "0.5", code=2).stderr


def test_an_export_runs_nothing_in_a_spreadsheet(installed: Installed) -> None:
    rows = [
        {"id": f"{sign}{at}", "text": f"{sign}1+1 never came, help!", "brand": "=acme", "created_at": "2026-02-01"}
        for at, sign in enumerate(("=", "+", "-", "@"))
    ]
    path = installed.write_rows("formulas.csv", rows)
    for words in (["import", str(path)], ["score"], ["triage"]):
        installed.run(*words, "--now", NOW)

    cells = [cell for row in csv.reader(io.StringIO(installed.run("export", "-").stdout)) for cell in row]

    assert "'=acme" in cells
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))] == []
    assert installed.run("export", str(installed.folder / "out.csv")).stderr == "4 posts\n"


def test_configuration_goes_out_and_comes_back(installed: Installed) -> None:
    path = installed.folder / "config.json"

    installed.run("config", "export", str(path))
    installed.run("config", "import", str(path))

    assert json.loads(path.read_text()) == json.loads(installed.run("config", "export", "-").stdout)
    assert json.loads(installed.run("config", "show").stdout)["target"]["demo"]["collector"] == "demo"


def test_a_policy_is_put_in_force_under_its_version(installed: Installed) -> None:
    path = installed.folder / "policy.toml"
    path.write_text(POLICY)

    told = [installed.run("config", "policy", str(path)).output for _ in range(2)]

    assert told == ["policy version 2 is in force\n"] * 2


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        pytest.param(["collect", "nowhere"], 3, "There is no target 'nowhere'; known are demo", id="an unknown target"),
        pytest.param(["run", "--now", "noon"], 2, "'noon' is no instant; write one like", id="no instant"),
        pytest.param(["report", "coverage", "--since", "May"], 2, "'May' is no instant", id="no start"),
        pytest.param(["config", "import", "none.json"], 2, "there is no file none.json", id="no configuration"),
        pytest.param(
            ["config", "import", "junk"], 2, "is not the JSON that `config export` writes", id="junk for JSON"
        ),
        pytest.param(["config", "policy", "junk"], 2, "cannot be read as TOML", id="junk for TOML"),
        pytest.param(["sla", "due", "--policy", "none", "--posted", NOW], 3, "There is no policy file", id="no policy"),
        pytest.param(["export", "no/such/folder.csv"], 1, "No such file or directory", id="nowhere to write"),
        pytest.param(["config", "export", "no/such/folder.json"], 1, "No such file", id="nowhere to export"),
        pytest.param(["evaluate", "none.csv"], 2, "there is no file none.csv", id="nothing to evaluate"),
    ],
)
def test_what_a_person_can_mend_is_told_with_an_exit_code(
    installed: Installed, words: list[str], code: int, said: str
) -> None:
    (installed.folder / "junk").write_bytes(b"\xff\xfe{")

    result = installed.run(*words, code=code)

    assert said in " ".join(result.stderr.split())
    assert "Traceback" not in result.output


@pytest.mark.parametrize("words", [["nonsense"], ["sql"], ["sla", "due"], ["run", "--nonsense"]], ids=" ".join)
def test_a_wrong_word_is_a_usage_error(words: list[str]) -> None:
    assert CliRunner().invoke(app, words).exit_code == 2


def test_without_stores_the_way_out_is_init(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    result = CliRunner().invoke(app, ["run"])

    assert result.exit_code == 3
    assert "`repwatch init`" in " ".join(result.stderr.split())


def test_a_wrong_setting_ends_every_command_alike(installed: Installed) -> None:
    (installed.folder / "repwatch.toml").write_text("colour = 1")

    assert "unknown setting 'colour'" in installed.run("status", code=3).stderr


def test_doctor_says_what_is_fine_and_what_to_fix(installed: Installed) -> None:
    findings = {finding["what"]: finding for finding in installed.json("doctor")}

    assert {finding["state"] for finding in findings.values()} <= {"ok", "off"}
    assert "never read" in findings["target demo"]["said"]
    assert "desk and lake are up to date" in installed.run("doctor").output


def test_doctor_tells_of_the_latest_backup_that_is_still_there(installed: Installed) -> None:
    def told() -> dict[str, str]:
        found: list[dict[str, str]] = installed.json("doctor")
        return next(finding for finding in found if finding["what"] == "backup")

    assert told()["state"] == "off"

    installed.run("backup", "one.zip")
    assert (told()["state"], told()["said"]) == ("ok", "one.zip, of the last 24 hours")

    (installed.folder / "one.zip").unlink()
    assert told()["state"] == "off"


def test_doctor_names_a_credential_that_is_missing(installed: Installed) -> None:
    target = {"collector": "mastodon", "brands": ["b"], "account": "https://example.social", "options": {"token": "t"}}
    body = json.dumps({"target": {"own": target, "lost": {**target, "collector": "demo"}}})
    (installed.folder / "c.json").write_text(body)
    installed.run("config", "import", "c.json")

    findings = {finding["what"]: finding for finding in installed.json("doctor", code=1)}

    assert findings["target own"]["state"] == "fix"


def test_explain_names_the_words(installed: Installed) -> None:
    score = installed.json("explain", "My parcel never came and nobody answers!", "--stars", "1")

    assert score["needs_answer"]
    assert any(reason["evidence"] for reason in score["reasons"])
    assert "needs a public answer" in installed.run("explain", "My parcel never came and nobody answers!").output


def test_it_knows_its_version_and_is_migrated_once(installed: Installed) -> None:
    assert installed.run("version").output.strip() == __version__
    assert installed.run("migrate").output == "up to date\n"
    assert "maintained" in installed.run("maintain").output
