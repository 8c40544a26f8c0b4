import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import dashboard
from dashboard import backend, lake_reads
from dashboard.lake_reads import Wanted
from repwatch import business, clock
from repwatch.console import Order, Verb, keep_draft, perform
from repwatch.wiring import App
from tests.dashboard.cases import BRAND, agent, installation
from tests.dashboard.looking import buttons, opened, page, words
from tests.servers.places import template
from warehouse.case_file import case_file

APP = str(Path(dashboard.__file__).with_name("app.py"))


def installed() -> App:
    """The application behind the page."""
    return backend.app()


@pytest.fixture
def queue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The ids of three open cases, soonest due first."""
    ids = installation(tmp_path, cases=range(1, 4), now=clock.now())
    for _ in opened(tmp_path, monkeypatch):
        yield ids


@pytest.fixture
def nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An installation without a case."""
    installation(tmp_path)
    yield from opened(tmp_path, monkeypatch)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with thirty posts of the last days, every second one answered after an hour."""
    home = tmp_path_factory.mktemp("told")
    now = clock.now()
    app = App.open(template().copied_to(home).settings, now=now)
    business.seed(app.desk, with_demo=False, now=now)
    app.import_file(posts(home / "posts.jsonl", now=now), brand=BRAND)
    app.score()
    app.triage()
    app.build()
    app.close()
    return home


def posts(path: Path, *, now: datetime) -> Path:
    rows = []
    for n in range(30):
        at = now - timedelta(days=3 + n % 5, minutes=n)
        text = f"My parcel {n} never arrived and nobody answers. Where is it?"
        asked = {
            "id": f"q{n}",
            "text": text,
            "created_at": at.isoformat(),
            "author": f"c{n}",
            "role": "customer",
            "brand": BRAND,
        }
        rows.append(asked)
        if n % 2:
            sent_at = (at + timedelta(hours=1)).isoformat()
            answer = {"id": f"a{n}", "text": "We are sorry, it is found.", "created_at": sent_at, "author": BRAND}
            rows.append(answer | {"role": "company", "parent_id": f"q{n}", "brand": BRAND})
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return path


@pytest.fixture
def reports(told: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    yield from opened(told, monkeypatch)


def test_queue_opens_the_case_that_is_due_soonest(queue: list[str]) -> None:
    at = page()

    assert not at.exception
    assert at.session_state["case"] == queue[0]
    assert "Post number 1: where is my parcel?" in words(at)


def test_link_opens_the_case_that_it_names(queue: list[str]) -> None:
    at = page(case=queue[2])

    assert "Post number 3: where is my parcel?" in words(at)


def test_link_to_no_case_says_so(queue: list[str]) -> None:
    at = page(case="nothing")

    assert "There is no such case." in words(at)


def test_claim_stays_on_the_case_and_dismissal_goes_to_the_next(queue: list[str]) -> None:
    at = page()

    at.button(key="act_claim").click().run()
    stays = at.session_state["case"]
    at.button(key="act_dismiss").click().run()
    at.button(key="step_2").click().run()

    desk = backend.app().desk
    assert stays == queue[0]
    assert at.session_state["case"] == queue[1]
    assert [event.kind.value for event in case_file(desk, queue[0]).events] == ["opened", "claimed", "dismissed"]
    assert case_file(desk, queue[0]).case.dismiss_reason == "spam"
    assert "Dismissed." in words(at)


def test_case_that_left_ones_hands_is_named_with_the_part_where_it_is_now(queue: list[str]) -> None:
    at = page(tab="unassigned")
    at.button(key="act_answered").click().run()
    at.button(key="step_1").click().run()
    said = words(at)

    at.button(key="see").click().run()

    assert "Answer recorded. It is under “Answered” now." in said
    assert (at.query_params["tab"], at.session_state["case"]) == ("answered", queue[0])
    assert "Answered" in words(at)


def test_every_new_window_counts_what_was_done_in_another(queue: list[str]) -> None:
    def shown(at: AppTest) -> str:
        return str(at.button(key="tab_open").label)

    before, at = shown(page()), page()
    at.button(key="act_dismiss").click().run()
    at.button(key="step_2").click().run()
    after = shown(at)
    at.button(key="undo").click().run()

    assert before != after
    assert (shown(at), shown(page())) == (before, before)


@pytest.mark.long
def test_note_that_was_left_is_still_there(queue: list[str]) -> None:
    at = page()
    at.button(key="act_note").click().run()
    at.text_area(key=f"note_{queue[0]}").set_value("Called, no").run()

    at.button(key="step_cancel").click().run()
    at.button(key="move_J").click().run()
    at.button(key="move_K").click().run()
    at.button(key="act_note").click().run()

    assert at.text_area(key=f"note_{queue[0]}").value == "Called, no"


def test_colleagues_case_is_taken_over_only_after_a_question(queue: list[str]) -> None:
    app = installed()
    perform(app.desk, queue[0], Order(verb=Verb.CLAIM), by=agent("Lee"), seen_version=1, now=clock.now())
    at = page()

    at.button(key="act_claim").click().run()
    asked, before = words(at), case_file(app.desk, queue[0]).case.owner
    at.button(key="step_1").click().run()

    assert "Lee holds this case. Take it over?" in asked
    assert (before, case_file(app.desk, queue[0]).case.owner) == ("Lee", "ann")


def test_case_is_given_resolved_with_its_outcome_and_corrected(queue: list[str]) -> None:
    at = page()
    desk = installed().desk
    business.seed(desk, with_demo=False, now=clock.now())

    at.button(key="act_severity").click().run()
    at.button(key="step_1").click().run()
    at.button(key="act_resolve").click().run()
    told, offered = words(at), buttons(at)
    at.button(key="content_ask").click().run()
    at.button(key="rate_4").click().run()
    at.button(key="step_3").click().run()
    at.button(key="act_assign").click().run()
    at.text_input(key=f"assign_{queue[1]}").set_value("Lee").run()

    case = case_file(desk, queue[0]).case
    assert (case.severity.value, case.outcome, case.satisfaction) == ("P1", "explained", 4)
    assert "No public answer was seen here." in told
    assert "step_7" not in offered
    assert case_file(desk, queue[1]).case.owner == "Lee"
    assert "Given to Lee." in words(at)


def test_several_cases_are_dismissed_at_once_and_each_refusal_is_told(queue: list[str]) -> None:
    at = page()
    at.button(key="mark").click().run()
    at.button(key="move_J").click().run()
    at.button(key="mark").click().run()
    app = installed()
    perform(app.desk, queue[0], Order(verb=Verb.CLAIM), by=agent("Lee"), seen_version=1, now=clock.now())

    at.button(key="together_dismiss").click()
    stale = list(at.session_state["marked"])
    at.run()
    perform(app.desk, queue[1], Order(verb=Verb.CLAIM), by=agent("Lee"), seen_version=1, now=clock.now())
    at.button(key="together_2").click().run()

    assert stale == queue[:2]
    assert [case_file(app.desk, case_id).case.status.value for case_id in queue[:2]] == ["dismissed", "claimed"]
    assert "1 of 2: dismissed." in words(at)
    assert "Not done, Customer 2: Lee was first" in words(at)
    assert list(at.session_state["marked"]) == [queue[1]]


def test_undo_takes_the_last_act_back_and_returns_to_its_case(queue: list[str]) -> None:
    at = page()
    at.button(key="act_resolve").click().run()
    at.button(key="step_6").click().run()

    at.button(key="undo").click().run()

    assert at.session_state["case"] == queue[0]
    assert case_file(backend.app().desk, queue[0]).case.status.value == "open"


def test_undo_stays_once_its_message_is_over_and_names_what_it_takes_back(queue: list[str]) -> None:
    at = page()
    at.button(key="act_dismiss").click().run()
    at.button(key="step_2").click().run()
    at.button(key="move_J").click().run()

    named = at.button(key="undo").label
    at.button(key="undo").click().run()
    again = buttons(at)

    assert named == "Undo: Dismiss"
    assert case_file(backend.app().desk, queue[0]).case.status.value == "open"
    assert at.session_state["case"] == queue[0]
    assert "undo" not in again


def test_note_leaves_nothing_to_undo(queue: list[str]) -> None:
    at = page()
    at.button(key="act_claim").click().run()
    at.button(key="act_note").click().run()
    at.text_area(key=f"note_{queue[0]}").set_value("Called").run()
    at.button(key="note_save").click().run()

    at.button(key="move_J").click().run()

    assert "undo" not in buttons(at)


def test_snooze_beyond_the_promise_is_a_warning_and_no_tick(queue: list[str]) -> None:
    at = page(case=queue[2])
    at.button(key="act_snooze").click().run()
    offered, asked = [at.button(key=f"step_{n}").label for n in (1, 2)], words(at)

    at.button(key="step_2").click().run()
    told = words(at)
    at.button(key="see").click().run()

    assert offered == ["1 hour", "▲ 4 hours"]
    assert "▲ lasts longer than that" in asked
    assert "It is out of sight beyond its promise. ▲ Due in 2 h 59 min" in told
    assert "◔ Back in 3 h 59 min · Due in 2 h 59 min" in words(at)


@pytest.mark.long
def test_second_of_two_agents_is_told_who_was_first_and_changes_nothing(queue: list[str]) -> None:
    at = page()
    app = backend.app()
    perform(app.desk, queue[0], Order(verb=Verb.CLAIM), by=agent("Lee"), seen_version=1, now=clock.now())

    at.button(key="act_claim").click().run()

    assert "Lee was first (claimed it, " in words(at)
    assert case_file(app.desk, queue[0]).case.owner == "Lee"
    assert len(case_file(app.desk, queue[0]).events) == 2


def test_act_that_makes_no_sense_is_refused_in_its_own_words(queue: list[str]) -> None:
    at = page()
    at.button(key="act_note").click().run()

    at.button(key="note_save").click().run()

    assert "Write the note first" in words(at)


def test_note_is_kept_with_its_event_and_older_ones_are_drawn_for_who_unfolds_them(queue: list[str]) -> None:
    desk = backend.app().desk
    for seen in range(1, 7):
        order = Order(verb=Verb.NOTE, note=f"Called {seen} times")
        perform(desk, queue[0], order, by=agent("Lee"), seen_version=seen, now=clock.now())
    at = page()
    at.button(key="act_note").click().run()
    folded = words(at)

    at.session_state[f"older_{queue[0]}"] = True
    at.text_area(key=f"note_{queue[0]}").set_value("Called back").run()
    unfolded = words(at)
    at.button(key="note_save").click().run()

    assert case_file(desk, queue[0]).notes[8] == "Called back"
    assert "Called back" in words(at)
    assert ("opened the case" in folded, "opened the case" in unfolded) == (False, True)


def test_answer_is_recorded_at_the_time_that_was_chosen(queue: list[str]) -> None:
    at = page()
    at.button(key="act_answered").click().run()

    at.button(key="step_3").click().run()

    sent_at = case_file(backend.app().desk, queue[0]).case.first_answered_at
    assert sent_at is not None
    assert timedelta(minutes=14) < clock.now() - sent_at < timedelta(minutes=17)


def test_draft_is_kept_with_the_case_it_was_written_for(queue: list[str]) -> None:
    at = page()

    at.text_area(key=f"draft_{queue[0]}").set_value("Dear customer").run()
    at.button(key="move_J").click().run()

    assert case_file(backend.app().desk, queue[0]).draft == "Dear customer"
    assert at.text_area(key=f"draft_{queue[1]}").value == ""


def test_rows_stand_still_while_the_queue_moves_on(queue: list[str]) -> None:
    at = page()
    app = backend.app()
    perform(app.desk, queue[1], Order(verb=Verb.RESOLVE), by=agent("Lee"), seen_version=1, now=clock.now())

    at.run()

    assert at.session_state["shown"].case_ids == tuple(queue)


@pytest.mark.long
def test_single_keys_can_be_switched_off(queue: list[str]) -> None:
    on, off = page(), page(keys="off")

    assert on.button(key="act_claim").proto.shortcut == "t"
    assert off.button(key="act_claim").proto.shortcut == ""


@pytest.mark.long
def test_finished_case_offers_only_what_makes_sense(queue: list[str]) -> None:
    at = page()
    at.button(key="act_resolve").click().run()
    at.button(key="step_6").click().run()

    at = page(tab="done", case=queue[0])

    assert {key for key in buttons(at) if key.startswith("act_")} == {"act_follow_up", "act_reopen", "act_note"}


@pytest.mark.long
def test_queue_speaks_french_to_who_asks_for_it(queue: list[str]) -> None:
    at = page(ui="fr")

    assert at.button(key="act_claim").label == "Prendre"
    assert "Délais" in words(at)


@pytest.mark.parametrize(
    ("address", "says"),
    [({}, "Queue clear"), ({"tab": "mine"}, "You hold no case"), ({"q": "nobody"}, "No case matches these filters")],
)
def test_empty_queue_says_why_it_is_empty(nothing: Path, address: dict[str, str], says: str) -> None:
    assert says in words(page(**address))


def test_search_that_finds_nothing_here_leads_to_where_it_finds_something(queue: list[str]) -> None:
    order = Order(verb=Verb.DISMISS, reason="spam")
    perform(backend.app().desk, queue[0], order, by=agent("ann"), seen_version=1, now=clock.now())

    at = page(q="Customer 1")

    assert "No case matches these filters" in words(at)
    assert at.button(key="found_under_done").label == "1 under Done"
    at.button(key="found_under_done").click().run()
    assert "No case matches these filters" not in words(at)


@pytest.mark.parametrize(
    ("view", "says"),
    [
        ("coverage", "No post arrived in this period."),
        ("trends", "No post arrived in this period."),
        ("sources", "Nothing is read yet"),
    ],
)
def test_reports_without_data_say_so(nothing: Path, view: str, says: str) -> None:
    at = page(view)

    assert not at.exception
    assert says in words(at)


def test_coverage_states_numerator_and_denominator_and_how_many_rows_are_behind(
    reports: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lake_reads, "LISTED", 10)

    at = page("coverage")
    every = lake_reads.every_post_behind(Wanted(since=clock.now().date() - timedelta(days=30)))

    assert not at.exception
    assert at.metric[0].value == "50%"
    assert "15 of 30 posts whose time has passed" in words(at)
    assert "the newest 10 of 30 posts; all are in the CSV" in words(at)
    assert len(every) == 30


def test_trends_state_what_they_count(reports: Path) -> None:
    at = page("trends")

    assert not at.exception
    assert "of 30 posts  \nbetween" in words(at)


def test_sources_say_how_far_they_were_read(reports: Path) -> None:
    at = page("sources", ui="fr")

    assert not at.exception
    assert at.dataframe[0].value[["posts", "cut"]].to_numpy().tolist() == [[45, "0 sur 1"]]


def test_console_without_a_warehouse_says_which_command_makes_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in opened(tmp_path / "new", monkeypatch):
        at = AppTest.from_file(APP, default_timeout=20).run()

        assert "repwatch init" in words(at)


def test_whole_console_draws_its_first_page(queue: list[str]) -> None:
    at = AppTest.from_file(APP, default_timeout=20).run()

    assert not at.exception
    assert "Post number 1: where is my parcel?" in words(at)


def test_template_is_offered_in_the_customers_language_and_checked_in_the_viewers(queue: list[str]) -> None:
    at = page()
    draft = f"draft_{queue[0]}"

    at.button(key="offer_whole").click().run()

    assert not at.exception
    assert "Bonjour Customer 1. Je comprends\u00a0: vous attendez" in str(at.text_area(key=draft).value)
    assert case_file(backend.app().desk, queue[0]).draft == at.text_area(key=draft).value
    assert "[▸ laquelle, et depuis quand], [▸ une heure que vous tiendrez]" in words(at)
    assert at.button(key="offer_apologise").label == "✓ Apologise"
    assert at.button(key="offer_act").label == "○ Act"


def test_answer_with_places_left_to_fill_in_is_recorded_after_a_warning_only(queue: list[str]) -> None:
    at = page()
    at.text_area(key=f"draft_{queue[0]}").set_value("Bonjour [▸ prénom], [▸ la suite].").run()

    at.button(key="act_answered").click().run()
    warned, before = words(at), case_file(backend.app().desk, queue[0]).case.is_answered
    at.button(key="step_1").click().run()
    at.button(key="see").click().run()
    sent, box = words(at), at.text_area(key=f"draft_{queue[0]}").value

    assert "sent by ann, " in sent
    assert "; not seen on the platform yet" in sent
    assert "Bonjour [▸ prénom], [▸ la suite]." in sent
    assert (box, case_file(backend.app().desk, queue[0]).draft) == ("", "")
    assert "still has places to fill in (2): [▸ prénom], [▸ la suite]" in warned
    assert not before
    assert case_file(backend.app().desk, queue[0]).case.is_answered


def test_one_step_is_put_after_what_stands_there(queue: list[str]) -> None:
    at = page()
    draft = f"draft_{queue[0]}"
    at.text_area(key=draft).set_value("Bonjour.").run()

    at.button(key="offer_apologise").click().run()

    assert at.text_area(key=draft).value == "Bonjour. Toutes nos excuses pour cette attente."


def test_colleagues_draft_is_shown_beside_the_box_and_taken_when_wanted(queue: list[str]) -> None:
    at = page()
    keep_draft(backend.app().desk, queue[0], draft="Bonjour, je regarde.", by=agent("Lee"), now=clock.now())

    at.run()
    told, untouched = words(at), at.text_area(key=f"draft_{queue[0]}").value
    at.button(key="reply_take").click().run()

    assert "Lee has written another draft since (" in told
    assert "):\nBonjour, je regarde." in told
    assert untouched == ""
    assert at.text_area(key=f"draft_{queue[0]}").value == "Bonjour, je regarde."
    assert case_file(backend.app().desk, queue[0]).draft_by == "ann"


@pytest.mark.long
def test_draft_is_checked_in_the_viewers_language(queue: list[str]) -> None:
    at = page(ui="fr", case=queue[1])

    at.text_area(key=f"draft_{queue[1]}").set_value("Calm down. We will refund you at ann@post.example.").run()

    assert "«\N{NO-BREAK SPACE}ann@post.example\N{NO-BREAK SPACE}»" in words(at)
    assert "Promet un remboursement\N{NO-BREAK SPACE}: «\N{NO-BREAK SPACE}We will refund\N{NO-BREAK SPACE}»" in words(
        at
    )
    assert "Rejette la faute" in words(at)
    assert "50 caractères sur 500" in words(at)


def test_insult_is_met_with_a_boundary_and_a_threat_is_handed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = {1: "You are idiots!", 2: "I know where you live"}
    ids = installation(tmp_path, cases=range(1, 3), now=clock.now(), excerpts=said)
    for _ in opened(tmp_path, monkeypatch):
        insulted, threatened = page(case=ids[0]), page(case=ids[1])

        insulted.button(key="offer_whole").click().run()

        assert "Say once what conduct we expect" in words(insulted)
        assert "rester respectueux" in str(insulted.text_area(key=f"draft_{ids[0]}").value)
        assert "escalate it now" in words(threatened)
        assert not [key for key in buttons(threatened) if key.startswith("offer_")]
