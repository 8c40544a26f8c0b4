"""Every report tells its counts, its shares of them, and the rows behind both."""

import csv
import io
import re

import pytest

from repwatch.reports.catalogue import REPORTS, Report
from tests.repwatch.installed import NOW, Installed
from tests.repwatch.test_coverage_report import counted
from tests.repwatch.test_docs import METRICS
from tests.warehouse.test_report_queries import kaplan_meier
from tests.yardstick import DATA, needs_data

LABELS = {"brand", "population", "part", "clock", "hours", "topic", "target_id"}
NAMES = [pytest.param(report, id=report.name) for report in REPORTS]


def test_every_report_tells_figures_that_the_docs_name_with_what_they_are_shares_of(worked: Installed) -> None:
    told = {report.name: worked.json("report", report.name, "--now", NOW) for report in REPORTS}

    for report in REPORTS:
        assert told[report.name]["as_of"] == NOW.replace("+00:00", "Z")
        for row in told[report.name]["figures"]:
            for name, (part, whole) in report.shares.items():
                assert row[name] == (row[part] / row[whole] if row[whole] else None), (report.name, name)
    [_, needing] = told["sla"]["figures"]
    assert (needing["n"], needing["in_time"], needing["missed"]) == (2, 1, 1)
    assert needing["compliance"] == 0.5
    assert told["people"]["figures"] == []
    for report in REPORTS:
        names = {name for row in told[report.name]["figures"] for name in row}
        for name in sorted(names - LABELS):
            if not name.endswith(("_low", "_high")):
                assert re.search(rf"^\| [^|]*`{name}`[^|]* \|", METRICS, re.MULTILINE), (report.name, name)


@pytest.mark.parametrize("report", NAMES)
def test_every_query_of_a_report_is_named_in_the_docs(report: Report) -> None:
    for query in (*report.rows, report.figures):
        assert f"../warehouse/queries/{query}.sql" in METRICS


def test_rows_behind_a_figure_are_as_many_as_it_counts(worked: Installed) -> None:
    figures = worked.json("report", "sla", "--now", NOW)["figures"]
    rows = worked.json("report", "sla", "--now", NOW, "--rows")["rows"]

    assert len(rows) == next(row["n"] for row in figures if row["population"] == "all")
    assert sum(row["outcome"] == "in_time" for row in rows) == 1
    assert {"platform", "native_id", "posted_at", "url"} <= set(rows[0])


def test_rows_show_no_text_unless_asked(worked: Installed) -> None:
    plain = worked.run("report", "sentiment", "--now", NOW, "--rows", "--json").stdout
    with_text = worked.run("report", "sentiment", "--now", NOW, "--rows", "--text", "--json").stdout

    assert "never came" not in plain
    assert "never came" in with_text


def test_an_empty_window_has_no_data_rather_than_nought(worked: Installed) -> None:
    told = worked.run("report", "sla", "--now", NOW, "--since", "2026-02-02")

    assert "no data" in told.stdout


def test_a_report_is_cut_by_what_it_offers_alone(worked: Installed) -> None:
    by_lang = worked.json("report", "sentiment", "--now", NOW, "--by", "lang")["figures"]
    refused = worked.run("report", "people", "--by", "lang", code=2)

    assert [(row["part"], row["n"]) for row in by_lang] == [("en", 2)]
    assert "choose from all" in refused.stderr
    assert "there are acme" in worked.run("report", "sla", "--brand", "nobody", code=2).stderr
    assert "no calendar 'moon'" in worked.run("report", "response-times", "--calendar", "moon", code=3).stderr


def test_csv_holds_what_json_holds(worked: Installed) -> None:
    told = worked.json("report", "sla", "--now", NOW)["figures"]
    rows = list(csv.DictReader(io.StringIO(worked.run("report", "sla", "--now", NOW, "--csv").stdout)))

    assert [row["n"] for row in rows] == [str(row["n"]) for row in told]
    assert list(rows[0]) == list(told[0])


def test_a_table_shows_a_share_with_its_bounds_and_a_time_as_time(worked: Installed) -> None:
    assert "0.500 (0.09 to 0.91)" in worked.run("report", "sla", "--now", NOW).stdout
    assert " 2:00:00 " in worked.run("report", "response-times", "--now", NOW).stdout


def test_a_report_looks_back_as_far_as_the_console_unless_told_otherwise(worked: Installed) -> None:
    late = "2026-03-03T12:00:00Z"  # the posts are of the first of February in the zone of the business
    first = "2026-02-02T05:00:00Z"

    told = worked.json("report", "sla", "--now", late)
    covered = worked.run("report", "coverage", "--now", late).stdout
    nothing = worked.run("report", "sla", "--now", late).stdout

    assert (told["since"], told["figures"]) == (first, [])
    assert "since 2026-02-02 05:00 UTC" in covered
    assert "--since all looks at all of time" in nothing
    assert worked.json("report", "sla", "--since", "all", "--now", late)["figures"][0]["n"] == 2
    assert worked.json("report", "topics", "--now", late)["since"] == "2025-12-04T05:00:00Z"
    # what waits, waits however old it is
    assert worked.json("report", "backlog", "--now", late)["since"] is None
    assert worked.json("report", "sla", "--until", "2026-02-10", "--now", late)["figures"][0]["n"] == 2


POLICY = """
[[rules]]
name = "two hours for all"
targets = { P1 = "2h", P2 = "2h", P3 = "2h", P4 = "2h" }
"""


@needs_data
@pytest.mark.long
def test_real_threads_have_the_figures_of_a_count_of_the_file_itself(installed: Installed) -> None:
    policy = installed.folder / "policy.toml"
    policy.write_text(POLICY, encoding="utf-8")
    installed.run("config", "policy", str(policy))
    for command in (["import", str(DATA / "ibm_cdp.csv")], ["score"], ["triage"], ["build"]):
        installed.run(*command, "--now", NOW)

    kept = installed.json("report", "sla", "--since", "all", "--now", NOW)["figures"]
    waits = installed.json("report", "response-times", "--since", "all", "--now", NOW)["figures"]
    covered = installed.json("report", "coverage", "--since", "all", "--now", NOW)["brands"]

    promised = {row["brand"]: row for row in kept if row["population"] == "all"}
    timed = {row["brand"]: row for row in waits if (row["population"], row["clock"]) == ("all", "posted")}
    for brand, told in counted(DATA / "ibm_cdp.csv").items():
        # an answer that is older than its post, or whose time the file does not tell, was not late
        untimed = told["answered"] - len(told["seconds"])
        in_time = sum(seconds <= 2 * 3600 for seconds in told["seconds"]) + untimed
        missed = told["n"] - told["answered"]
        row = promised[brand]
        assert (row["n"], row["in_time"], row["missed"]) == (told["n"], in_time, missed), brand
        assert row["compliance"] == in_time / told["n"]
        ended = [(seconds, True) for seconds in told["seconds"]] + [(1e12, False)] * missed
        for field, share in (("km_median_seconds", 0.5), ("km_p90_seconds", 0.1)):
            assert timed[brand][field] == pytest.approx(kaplan_meier(ended, share)), (brand, field)
    for brand in covered:
        figures, row = brand["all"], promised[brand["brand"]]
        assert (row["n"], row["in_time"]) == (figures["n"], figures["on_time"])
        assert row["in_time"] + row["late"] == figures["answered"]
