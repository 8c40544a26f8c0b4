import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from repwatch.cli import app
from repwatch.exercise import deal, deck, mark, why
from repwatch.templates import LANGUAGES, Playbook, Situation
from scoring.customer import CustomerType
from triage.abuse import Stance
from triage.draft import Finding, Rule
from triage.playbook import NEEDED_STEPS

GOOD = "I understand, and I am sorry about the wait. I am checking with the courier and will write here tonight."


def run(*arguments: str, code: int = 0, given: str = "") -> str:
    result = CliRunner().invoke(app, arguments, input=given)
    assert result.exit_code == code, result.output
    return result.stdout


def test_deck_has_every_type_of_customer_twice_in_both_languages() -> None:
    kinds = [(post.lang, post.customer_type) for post in deck()]

    assert len(deck()) >= 24
    assert all(kinds.count((lang, kind)) >= 2 for lang in LANGUAGES for kind in CustomerType)


def test_abusive_posts_of_the_deck_and_no_others_call_for_a_boundary() -> None:
    assert {post.number for post in deck() if post.stance is not Stance.ANSWER} == {
        post.number for post in deck() if post.customer_type == CustomerType.ABUSIVE
    }


def test_same_seed_deals_the_same_post_in_the_language_asked_for() -> None:
    dealt = [deal(lang="fr", seed=seed) for seed in range(40)]

    assert dealt == [deal(lang="fr", seed=seed) for seed in range(40)]
    assert {post.lang for post in dealt} == {"fr"}
    assert len({post.number for post in dealt}) > 5


def test_every_finding_has_its_reason_in_every_language() -> None:
    for lang in LANGUAGES:
        for rule in set(Rule) - {Rule.STEP}:
            assert why(Finding(rule=rule), lang=lang)
        for step in NEEDED_STEPS:
            assert why(Finding(rule=Rule.STEP, kind=step), lang=lang)


@pytest.mark.parametrize(
    ("answer", "points"),
    [("", 0), (GOOD, 5), ("Calm down.", 1), ("Sorry.", 3), (GOOD + " We guarantee it.", 4)],
)
def test_points_are_the_needed_steps_and_nothing_to_take_out_or_mend(answer: str, points: int) -> None:
    post = next(post for post in deck() if post.lang == "en" and post.customer_type == "impatient")

    assert mark(answer, post).points == points


def test_insults_call_for_a_boundary_and_the_playbooks_is_one() -> None:
    for post in (post for post in deck() if post.customer_type == CustomerType.ABUSIVE):
        own = Playbook.load().boundary(Stance.SET_BOUNDARY, Situation(lang=post.lang))

        assert mark(GOOD, post).lacks_boundary
        assert not mark(own, post).lacks_boundary


def test_practice_says_what_is_missing_and_why() -> None:
    told = run("practice", "--lang", "en", "--seed", "3", "--answer", "You should have read the page.")

    assert "mend" in told
    assert "it ends the conversation and not the problem" in told
    assert "does not feel heard" in told
    assert "1/5" in told


def test_practice_asks_for_the_answer_that_was_not_given() -> None:
    told = run("practice", "--lang", "fr", "--seed", "1", given="Désolé.\n")

    assert "Votre réponse" in told
    assert "étapes: apologise" in told


def test_practice_for_a_program_is_json_only() -> None:
    told = json.loads(run("practice", "--seed", "2", "--answer", "Sorry.", "--json"))

    assert told["points"] <= 3
    assert told["why"]
    assert told["post"]["text"] == deal(lang=None, seed=2).text


def test_draft_is_checked_from_a_file_and_from_standard_input(tmp_path: Path) -> None:
    path = tmp_path / "draft.txt"
    path.write_text(GOOD, encoding="utf-8")

    fine = json.loads(run("draft", "check", str(path), "--lang", "en", "--platform", "x", "--json"))
    wrong = run("draft", "check", "-", "--lang", "fr", given="We will refund you.", code=1)

    assert fine == {
        "may_be_sent": True,
        "steps": ["acknowledge", "act", "apologise"],
        "length": len(GOOD),
        "limit": 280,
        "findings": [],
    }
    assert "stop      refund" in wrong
    assert "stop      language en" in wrong
    assert "engage" in wrong


def test_draft_that_is_not_there_or_no_text_is_wrong_use(tmp_path: Path) -> None:
    (tmp_path / "image").write_bytes(b"\xff\xfe\x00")

    run("draft", "check", str(tmp_path / "nothing"), code=2)
    run("draft", "check", str(tmp_path / "image"), code=2)


def test_offer_prints_own_sentences_and_names_those_that_cannot_be_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    own = tmp_path / "playbook" / "en.toml"
    own.parent.mkdir()
    own.write_text('[act]\ndefault = "I am on it, [really]."\n', encoding="utf-8")

    told = run("draft", "offer", "--topic", "delivery", "--name", "Sam", "--post", "My train was cancelled")
    own.write_text('[act]\ndefault = "{{ nobody }}"\n', encoding="utf-8")

    assert "Hello Sam." in told
    assert "Your journey did not go as planned" in told
    assert "I am on it, [really]." in told
    run("draft", "offer", code=3)
