"""Ratings come in once, each about something known; what is none is refused with its reason and kept nowhere."""

from pathlib import Path

from tests.repwatch.installed import NOW, Installed
from triage.case import case_id_of
from triage.mention import MentionKey

CASE = case_id_of("acme", MentionKey(platform="file", native_id="3"))
AT = "2026-02-20T10:00:00Z"
GOOD = [
    {"post_id": "1", "score": "5", "scale": "1-5", "at": AT, "kind": "csat"},
    {"post_id": "1", "score": "2", "scale": "5", "at": "2026-02-21T10:00:00Z", "kind": "CSAT"},
    {"post_id": "3", "score": "9", "scale": "0-10", "at": AT, "kind": "nps", "platform": "file", "brand": "acme"},
    {"post_id": "3", "score": "3", "scale": "", "at": "2026-02-22T10:00:00Z", "kind": "nps"},
]
BAD = [
    ({"kind": "ces"}, "kind"),
    ({"score": "six"}, "no number"),
    ({"score": "nan"}, "no number"),
    ({"score": "6"}, "not between 1 and 5"),
    ({"kind": "nps", "scale": "1-5", "score": "4"}, "NPS runs from 0 to 10"),
    ({"kind": "nps", "scale": "", "score": "8.5"}, "whole number"),
    ({"at": ""}, "when"),
    ({"at": "soon"}, "no date that can be read"),
    ({"at": "2027-02-20T10:00:00Z"}, "still to come"),
    ({"post_id": ""}, "one of case_id, post_id or url"),
    ({"case_id": CASE}, "one of case_id, post_id or url"),
    ({"post_id": "404"}, "no such post"),
    ({"post_id": "", "case_id": "nothing"}, "no such case"),
    ({"brand": "birch"}, "no such post"),
    ({"scale": "5-5"}, "no room"),
]


def test_ratings_come_in_once_and_make_csat_and_nps(worked: Installed) -> None:
    path = worked.write_rows("ratings.csv", GOOD)

    [first] = worked.json("import-ratings", str(path), "--now", NOW)["files"]
    [again] = worked.json("import-ratings", str(path), "--now", NOW)["files"]
    [told] = worked.json("report", "satisfaction", "--now", NOW)["figures"]
    rows = worked.json("report", "satisfaction", "--now", NOW, "--rows")["rows"]

    assert (first["imported"], first["known"], first["refused"]) == (4, 0, 0)
    assert (again["imported"], again["known"], again["refused"]) == (0, 4, 0)
    assert (told["csat_n"], told["satisfied"], told["csat"]) == (2, 1, 0.5)
    assert (told["nps_n"], told["promoters"], told["detractors"], told["nps"]) == (2, 1, 1, 0.0)
    assert told["nps_low"] < 0 < told["nps_high"]
    assert [row["verdict"] for row in rows] == ["detractor", "not_satisfied", "satisfied", "promoter"]


def test_what_is_no_rating_is_refused_with_its_reason(worked: Installed) -> None:
    path = worked.write_rows("ratings.csv", [{**GOOD[0], "case_id": "", "brand": "", **wrong} for wrong, _ in BAD])

    [told] = worked.json("import-ratings", str(path), "--now", NOW)["files"]

    assert (told["imported"], told["refused"]) == (0, len(BAD))
    for number, ((wrong, reason), line) in enumerate(zip(BAD, told["reasons"], strict=True), start=2):
        assert line.startswith(f"row {number}: "), wrong
        assert reason in line, wrong


def test_a_line_that_is_no_json_is_refused_and_the_others_are_read(worked: Installed, tmp_path: Path) -> None:
    path = tmp_path / "ratings.jsonl"
    path.write_text('{"score": 5, "at": "2026-01-01", "kind": "csat", "url": "x"}\n{bad\n[1]\n', encoding="utf-8")

    [told] = worked.json("import-ratings", str(path), "--now", NOW)["files"]

    assert told["refused"] == 3
    assert "row 2: it is no JSON" in told["reasons"][1]


def test_a_file_without_a_needed_column_is_refused_whole(worked: Installed) -> None:
    path = worked.write_rows("ratings.csv", [{name: value for name, value in GOOD[0].items() if name != "score"}])

    assert "no column score" in worked.run("import-ratings", str(path), code=3).stderr
