"""The scorer learns from what the team did, is put in force only where it is better, and scores again where it was."""

from datetime import timedelta
from itertools import product
from pathlib import Path

import pytest

from repwatch import business, models
from repwatch.capacity import CapacityError, per_day
from repwatch.console import Order, Verb, perform
from repwatch.doctor import examine
from repwatch.learning import Lessons, advise
from repwatch.models import ModelError
from repwatch.roles import Actor, NotPermittedError, Role
from repwatch.settings import Settings
from repwatch.wiring import App
from scoring.complaint import load, shipped_text
from scoring.pipeline import Scorer
from scoring.wording import shipped_bytes
from tests.dashboard.cases import agent
from tests.repwatch.installed import NOW, START, Installed
from tests.servers.places import Place
from triage.case import case_id_of
from triage.decisions import Ground
from triage.mention import MentionKey
from triage.severities import Seen
from triage.urgency import Severity, Weights
from warehouse import feedback

PLACES = ("park", "harbour", "library", "station", "square")
DAYS = ("on Monday", "on Tuesday", "on Friday", "this weekend", "tomorrow")
# regulars ask where the van stands, and it is written on the van; too short to be taken for copies of each other
KNOWN = [f"Where is the van {day}, {place}?" for place, day in product(PLACES, DAYS)]
OWED = [f"Cold soup {day}, {place}, charged twice" for place, day in product(PLACES, DAYS)]
QUIET = "Walking past the harbour"


def decide(app: App, native_id: str, order: Order) -> None:
    case_id = case_id_of("soup", MentionKey(platform="file", native_id=native_id))
    perform(app.desk, case_id, order, by=agent("ann"), seen_version=1, now=START)


def _before(n: int) -> str:
    return (START - timedelta(minutes=1, seconds=20 * n)).isoformat()


@pytest.fixture(scope="module")
def taught(installation: Place, tmp_path_factory: pytest.TempPathFactory) -> Place:
    """An installation whose team has answered complaints and dismissed questions, to be copied and never opened."""
    folder = tmp_path_factory.mktemp("taught")
    place = installation.copied_to(folder / "home")
    here = Installed(folder=folder, home=place.home)
    texts = [*KNOWN, *OWED, QUIET]
    rows = [
        {"id": str(n), "text": text, "author": f"a{n}", "created_at": _before(n), "brand": "soup"}
        for n, text in enumerate(texts)
    ]
    app = App.open(place.settings, now=START)
    try:
        app.import_file(here.write_rows("posts.csv", rows), is_live=True)
        app.score()
        app.triage()
        for n in range(len(KNOWN)):
            decide(app, str(n), Order(verb=Verb.DISMISS, reason="no_answer_needed"))
        for n in range(len(KNOWN), len(KNOWN) + len(OWED)):
            decide(app, str(n), Order(verb=Verb.ANSWERED))
    finally:
        app.close()
    return place


@pytest.fixture
def here(taught: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Installed:
    place = taught.copied_to(tmp_path / ".repwatch")
    monkeypatch.chdir(tmp_path)
    return Installed(folder=tmp_path, home=place.home)


def doctor_of(here: Installed) -> str:
    [found] = [finding for finding in examine(Settings(home=here.home)) if finding.what == "scorer"]
    return found.said


def opened(here: Installed) -> App:
    return App.open(Settings(home=here.home), now=START)


def test_what_the_team_decided_is_put_in_force_and_scores_again_from_where_it_was_cut_off(
    here: Installed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("repwatch.rating.BATCH", 20)

    told = here.json("train", "--with-feedback", "--by", "ann")

    assert told["decisions"] == {"answered": len(OWED), "no_answer_needed": len(KNOWN)}
    assert told["against_shipped"]["after"]["precision"] > told["against_shipped"]["before"]["precision"]
    app = opened(here)
    try:
        active = models.active(app.desk)
        assert active is not None
        assert (active.by, active.digest, told["is_active"]) == ("ann", told["digest"], True)
        with pytest.raises(KeyboardInterrupt):
            app.score(on_batch=cut_off)
        assert app.score().scored == len(KNOWN) + len(OWED) + 1 - 20
        assert app.score().scored == 0
    finally:
        app.close()


def cut_off(_done: int, _all: int) -> None:
    raise KeyboardInterrupt


@pytest.mark.long
def test_what_is_no_better_is_told_with_its_figures_and_not_put_in_force(here: Installed) -> None:
    app = opened(here)
    try:
        used = app.learn(by="ann", activates=False)
        folder = models.folder_of(here.home, used.digest)
        start = load((folder / models.TEXT).read_text(encoding="utf-8"), (folder / models.GRAMS).read_bytes())

        again = app.learn(by="ann", start=start)

        assert not again.is_active
        assert "not better than what ships on 50 decisions held out: ROC-AUC" in again.refused
        assert models.active(app.desk) is None
    finally:
        app.close()


def test_models_that_were_changed_are_refused_until_one_goes_back(here: Installed) -> None:
    digest = models.store(here.home, text=shipped_text() + " ", grams=shipped_bytes(), card="")
    app = opened(here)
    try:
        models.activate(app.desk, digest, details={}, by="ann", now=START)
        assert app.scorer().version != Scorer().version
    finally:
        app.close()
    assert f"models {digest[:16]}, in force by ann" in doctor_of(here)
    (models.folder_of(here.home, digest) / models.TEXT).write_text(shipped_text(), encoding="utf-8")

    refused = here.run("score", code=3)
    told = doctor_of(here)
    here.run("train", "--deactivate")

    assert "are not those that ann put in force" in told
    assert "the models that ship" in doctor_of(here)
    assert "train --deactivate" in refused.output
    assert here.json("score")["scored"] == 0


def test_lost_models_are_told_with_the_way_out(here: Installed) -> None:
    app = opened(here)
    try:
        models.activate(app.desk, "0" * 64, details={}, by="ann", now=START)

        with pytest.raises(ModelError, match=r"that ann put in force are not in .*: bring it back from a backup"):
            app.scorer()
    finally:
        app.close()


def test_a_missed_post_gets_a_case_and_is_a_lesson(here: Installed) -> None:
    quiet = str(len(KNOWN) + len(OWED))

    here.run("missed", "file", quiet, "--by", "ben")
    again = here.run("missed", "file", quiet, "--by", "ben", code=1)

    assert "has a case already" in again.output
    app = opened(here)
    try:
        [found] = [one for one in feedback.decided(app.desk) if one.key.native_id == quiet]
        assert (found.decision.ground, found.decision.by) == (Ground.MISSED, "ben")
        assert app.triage().opened == 0
    finally:
        app.close()


def test_a_post_that_nobody_read_cannot_have_been_missed_nor_by_nobody(here: Installed) -> None:
    assert "was read" in here.run("missed", "file", "nowhere", code=1).output
    here.run("missed", "file", "1", "--by", "repwatch", code=2)


def test_who_may_only_look_marks_nothing(here: Installed) -> None:
    app = opened(here)
    try:
        with pytest.raises(NotPermittedError):
            app.mark_missed(MentionKey(platform="file", native_id="0"), by=Actor(name="eve", role=Role.VIEWER))
    finally:
        app.close()


def test_nothing_to_learn_from_is_said(here: Installed, tmp_path: Path) -> None:
    assert "labelled files, or --with-feedback" in here.run("train", code=2).output


def test_too_few_decisions_are_told_with_how_many_it_takes(installed: Installed) -> None:
    assert "it takes 20 of each" in installed.run("train", "--with-feedback", code=1).output


@pytest.mark.long
def test_models_of_files_lie_in_a_folder_with_their_card(installed: Installed) -> None:
    rows = [
        {"text": "The kettle broke and nobody answers", "label_complaint": "1", "label_sentiment": "negative"},
        {"text": "Lovely kettle, thank you", "label_complaint": "0", "label_sentiment": "positive"},
        {"text": "Where can I buy this kettle?", "label_complaint": "0", "label_sentiment": "neutral"},
    ]

    told = installed.json("train", str(installed.write_rows("own.csv", rows)), "--out", "made")

    folder = installed.folder / "made"
    assert told["sets"] == {"own": "not stated"}
    assert {path.name for path in folder.iterdir()} == {models.TEXT, models.GRAMS, models.CARD}
    assert "| own | not stated |" in (folder / models.CARD).read_text(encoding="utf-8")


def test_a_threshold_lets_through_what_the_queue_can_hold_and_scores_by_it(here: Installed) -> None:
    choice = here.json("threshold", "--capacity", "12/day", "--brand", "soup", "--activate", "--now", NOW)

    assert choice["source"] == "soup/*"
    assert choice["chosen"]["flagged_per_day"] <= 12 < choice["now"]["flagged_per_day"]
    assert choice["chosen"]["by_platform"].keys() == {"file"}
    assert choice["now"]["precision"] == pytest.approx(len(OWED) / (len(OWED) + len(KNOWN)))
    assert [load["flagged_per_day"] for load in choice["others"]] == sorted(
        (load["flagged_per_day"] for load in choice["others"]), reverse=True
    )
    app = opened(here)
    try:
        assert app.score().needs_answer == round(choice["chosen"]["flagged_per_day"] * choice["days"])
        assert business.cuts(app.desk).by_source == {"soup/*": choice["chosen"]["cut"]}
    finally:
        app.close()
    assert "back to what holds for all" in here.run("threshold", "--brand", "soup", "--reset").output
    assert here.json("score")["needs_answer"] == len(OWED) + len(KNOWN)


def test_a_threshold_that_cannot_be_chosen_says_why(here: Installed) -> None:
    nowhere = here.run("threshold", "--capacity", "5/day", "--platform", "nowhere", "--now", NOW, code=2)
    unset = here.run("threshold", "--reset", code=2)

    assert "No scored post of this source" in nowhere.output
    assert "no threshold is set for */*" in unset.output


@pytest.mark.parametrize("text", ["many", "0/day", "5/moon", "", "-3"])
def test_a_capacity_that_is_none_is_refused_with_how_to_write_one(text: str) -> None:
    with pytest.raises(CapacityError, match="write one like 50/day"):
        per_day(text)


@pytest.mark.parametrize(
    ("text", "expected"), [("50/day", 50.0), ("50", 50.0), ("70/week", 10.0), ("2/hour", 48.0), ("2.5/d", 2.5)]
)
def test_a_capacity_is_read_by_its_unit(text: str, expected: float) -> None:
    assert per_day(text) == pytest.approx(expected)


def test_where_severities_begin_is_advised_once_people_corrected_enough() -> None:
    corrected = [
        (f"thread {n}", Seen(urgency=30 + n % 20, severity=Severity.P2 if n % 20 >= 8 else Severity.P3), n % 20 >= 8)
        for n in range(60)
    ]

    found = advise(Lessons(told=(), decided_at=(), decisions={}, corrected=corrected), Weights())

    assert found is not None
    assert (found.p1, found.p2, found.p3) == (80.0, 38.0, 20.0)
    assert found.corrected_then < found.corrected_now == 30


@pytest.mark.parametrize("n", [0, 9])
def test_few_corrections_advise_nothing(n: int) -> None:
    corrected = [(f"thread {i}", Seen(urgency=40, severity=Severity.P2), i < n) for i in range(40)]

    assert advise(Lessons(told=(), decided_at=(), decisions={}, corrected=corrected), Weights()) is None
