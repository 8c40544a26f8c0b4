from itertools import product
from pathlib import Path

import pytest

from repwatch.drafting import judge, offer
from repwatch.templates import LANGUAGES, Playbook, PlaybookError, Situation, shipped
from scoring.customer import CustomerType
from scoring.phrases import list_text
from scoring.topics import OTHER
from triage.abuse import Stance
from triage.draft import Rule, Verdict
from triage.playbook import NEEDED_STEPS, PUBLIC_STEPS, Step

TOPICS = [line[1:-1] for line in list_text("topics").splitlines() if line.startswith("[")] + [OTHER]
SITUATIONS = list(product(LANGUAGES, TOPICS, CustomerType))
PLATFORMS = [*shipped("en")["channel"], ""]


def situation(lang: str = "en", topic: str = "delivery", kind: str = "angry", **more: str) -> Situation:
    return Situation(lang=lang, topic=topic, customer_type=kind, **({"name": "Sam"} | more))


def rules(verdict: Verdict) -> set[Rule]:
    return {finding.rule for finding in verdict.findings}


@pytest.fixture(scope="module")
def playbook() -> Playbook:
    return Playbook.load()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_draft_shows_every_step_and_breaks_no_rule(playbook: Playbook, lang: str) -> None:
    for _, topic, kind in (one for one in SITUATIONS if one[0] == lang):
        text = playbook.draft(situation(lang, topic, kind))

        verdict = judge(text, customer_lang=lang)

        assert verdict.steps == set(PUBLIC_STEPS), text
        assert rules(verdict) <= {Rule.UNFILLED}, text


@pytest.mark.parametrize(("lang", "platform"), list(product(LANGUAGES, PLATFORMS)))
def test_handoff_never_asks_for_private_data_in_public(playbook: Playbook, lang: str, platform: str) -> None:
    text = playbook.handoff(situation(lang, platform=platform))

    assert rules(judge(text, customer_lang=lang)) <= {Rule.STEP}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_places_that_a_person_fills_are_visible_and_found(playbook: Playbook, lang: str) -> None:
    text = playbook.draft(situation(lang))

    assert "[▸ " in text
    assert Rule.UNFILLED in rules(judge(text, customer_lang=lang))


@pytest.mark.parametrize(
    ("said", "answers", "expected", "is_written"),
    [
        ("Where is it?!", [], Stance.ANSWER, True),
        ("You are idiots", [], Stance.SET_BOUNDARY, True),
        ("You are idiots", ["I ask for a respectful tone."], Stance.LAST_WORD, True),
        ("You are idiots", ["I ask for a respectful tone."] * 2, Stance.STOP, False),
        ("I know where you live", [], Stance.HAND_OVER, False),
    ],
)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_offer_follows_how_the_customer_speaks(
    playbook: Playbook, lang: str, said: str, answers: list[str], expected: Stance, is_written: bool
) -> None:
    found, text = offer(playbook, situation(lang), said=said, answers=answers)

    assert found is expected
    assert bool(text) is is_written
    assert rules(judge(text, customer_lang=lang)) <= {Rule.UNFILLED, Rule.STEP, Rule.EMPTY}


def test_each_boundary_is_counted_as_one(playbook: Playbook) -> None:
    for lang in LANGUAGES:
        first = playbook.boundary(Stance.SET_BOUNDARY, situation(lang))
        last = playbook.boundary(Stance.LAST_WORD, situation(lang))

        assert offer(playbook, situation(lang), said="you idiots", answers=[first])[0] is Stance.LAST_WORD
        assert offer(playbook, situation(lang), said="you idiots", answers=[first, last])[0] is Stance.STOP


def test_short_platform_gets_the_needed_steps_only(playbook: Playbook) -> None:
    text = playbook.draft(situation(platform="x"))

    assert judge(text, customer_lang="en").steps >= set(NEEDED_STEPS)
    assert "Two ways" not in text
    assert "Two ways" in playbook.draft(situation(platform="mastodon"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_languages_hold_the_same_lines(lang: str) -> None:
    assert {table: set(lines) for table, lines in shipped(lang).items()} == {
        table: set(lines) for table, lines in shipped("en").items()
    }


def test_unknown_language_is_offered_the_first_one(playbook: Playbook) -> None:
    assert playbook.draft(situation("es")) == playbook.draft(situation("en"))


def test_customer_without_a_name_is_greeted_without_one(playbook: Playbook) -> None:
    assert playbook.draft(situation(name="")).startswith("I understand")


def test_own_sentence_wins_and_the_rest_stays(tmp_path: Path) -> None:
    (tmp_path / "fr.toml").write_text('[act]\nangry = "Je m\'en occupe, parole de {{ agent }}."\n', encoding="utf-8")

    playbook = Playbook.load(tmp_path)

    assert playbook.step(Step.ACT, situation("fr", agent="Lee")) == "Je m'en occupe, parole de Lee."
    assert playbook.step(Step.ACT, situation("en")) == Playbook.load().step(Step.ACT, situation("en"))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[act\n", "cannot be read as TOML"),
        ('[actt]\ndefault = "x"\n', "unknown tables actt"),
        ("[act]\nangry = 3\n", "table of sentences"),
        ('[act]\nangry = "{{ nam }}"\n', r"\[act\] angry: 'nam' is undefined"),
        ('[act]\nangry = "{{ fill("\n', r"\[act\] angry"),
        ("[act]\nangry = \"{{ ''.__class__.__mro__ }}\"\n", r"\[act\] angry"),
        ('[act]\nangry = "{{ fill.__globals__ }}"\n', r"\[act\] angry"),
    ],
)
def test_sentence_that_cannot_be_used_is_named(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "en.toml").write_text(text, encoding="utf-8")

    with pytest.raises(PlaybookError, match=says):
        Playbook.load(tmp_path)
