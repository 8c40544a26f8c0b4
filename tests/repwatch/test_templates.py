from dataclasses import replace
from datetime import time
from itertools import product
from pathlib import Path

import pytest

from repwatch.drafting import judge, listen, offer, to_answer
from repwatch.templates import LANGUAGES, Playbook, PlaybookError, Situation, shipped
from scoring.customer import CustomerType
from scoring.phrases import list_text
from scoring.topics import OTHER
from tests.repwatch.offered import labelled, measured
from triage.abuse import Stance
from triage.draft import Post, Rule, Verdict, open_places
from triage.matters import Matter
from triage.playbook import NEEDED_STEPS, PUBLIC_STEPS, Step
from triage.said import Given, Kind, Wish

TOPICS = [line[1:-1] for line in list_text("topics").splitlines() if line.startswith("[")] + [OTHER]
PLATFORMS = [*shipped("en")["channel"], ""]


def situation(
    lang: str = "en",
    topic: str = "delivery",
    kind: str = "angry",
    *,
    matter: Matter | None = Matter.LATE,
    wish: Wish | None = None,
    name: str = "Sam",
    platform: str = "",
    agent: str = "",
) -> Situation:
    return Situation(
        lang=lang,
        topic=topic,
        customer_type=kind,
        platform=platform,
        name=name,
        agent=agent,
        matter=matter,
        wish=wish,
    )


def situations(lang: str) -> list[Situation]:
    """Each topic, matter, wish and manner once: no sentence depends on two of them."""
    return [
        *(situation(lang, topic, matter=None) for topic in TOPICS),
        *(situation(lang, matter=matter) for matter in Matter),
        *(situation(lang, OTHER, matter=None, wish=wish) for wish in Wish),
        *(situation(lang, kind=kind) for kind in CustomerType),
    ]


def rules(verdict: Verdict) -> set[Rule]:
    return {finding.rule for finding in verdict.findings}


def filled(text: str) -> str:
    """A draft in which a person has filled in every place."""
    for place in open_places(text):
        text = text.replace(place, "Tuesday")
    return text


@pytest.fixture(scope="module")
def playbook() -> Playbook:
    return Playbook.load()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_draft_shows_every_step_and_breaks_no_rule(playbook: Playbook, lang: str) -> None:
    for one in situations(lang):
        draft = playbook.draft(one)

        text = filled(draft)
        verdict = judge(text, customer_lang=lang, local=time(23))

        assert len(open_places(draft)) <= 2, draft
        assert verdict.steps == set(PUBLIC_STEPS), text
        assert rules(verdict) == set(), text


@pytest.mark.parametrize(
    ("name", "fitting", "kinds"),
    [("offered.txt", 1.0, 1.0), ("offered_goods.txt", 1.0, 1.0), ("offered_fresh.txt", 0.8, 0.85)],
)
def test_drafts_take_up_what_was_said_and_speak_of_nothing_else(
    playbook: Playbook, name: str, fitting: float, kinds: float
) -> None:
    found = measured(labelled(name), playbook)

    told = f"{found.fitting} of {found.drafts} fit, {found.kinds} of the right sort, {len(found.beside)} words beside"
    print(f"{name}: {told}")  # noqa: T201 -- the figures that docs/playbook.md quotes
    assert found.beside == ()
    assert found.fitting >= fitting * found.drafts, found.amiss
    assert found.kinds >= kinds * found.drafts


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_offered_draft_is_never_said_to_be_beside_its_post(playbook: Playbook, lang: str) -> None:
    for post in labelled("offered.txt"):
        if post.lang == lang:
            said = listen(post.text, lang=lang)
            text = filled(playbook.draft(to_answer(situation(lang), said)))

            found = rules(judge(text, customer_lang=lang, post=Post(text=post.text, said=said), local=time(23)))

            assert found == set(), text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_number_is_asked_for_in_private_and_only_of_who_gave_none(playbook: Playbook, lang: str) -> None:
    asked = playbook.step(Step.CLARIFY, situation(lang))
    has_given = replace(situation(lang), given=frozenset({Given.NUMBER}))

    assert rules(judge(asked, customer_lang=lang)) <= {Rule.STEP}
    assert len(playbook.step(Step.CLARIFY, has_given)) < len(asked)
    assert playbook.handoff(has_given) != playbook.handoff(situation(lang))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_who_has_no_grievance_is_offered_no_apology(playbook: Playbook, lang: str) -> None:
    for kind in (Kind.QUESTION, Kind.PRAISE, Kind.REMARK):
        assert playbook.step(Step.APOLOGISE, replace(situation(lang), kind=kind)) == ""


def test_an_own_sentence_for_a_topic_means_all_that_belongs_to_it() -> None:
    own = Playbook.load(changed={"en": {"problem": {"delivery": "We lost it."}}})

    assert "We lost it." in own.draft(situation())
    assert "We lost it." not in own.draft(situation(topic="refund", matter=Matter.REFUND_WAIT))


def test_a_name_is_no_place_to_fill(playbook: Playbook) -> None:
    draft = playbook.draft(situation("en", name="[▸ x]"))

    assert draft.startswith("Hello x.")
    assert not [place for place in open_places(draft) if "x" in place]


def test_name_that_ends_with_a_stop_ends_the_greeting(playbook: Playbook) -> None:
    assert "Hello Harpreet G. " in playbook.draft(situation(name="Harpreet G."))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_draft_that_was_just_started_shows_no_step_that_is_still_to_be_filled_in(playbook: Playbook, lang: str) -> None:
    text = playbook.draft(situation(lang))

    verdict = judge(text, customer_lang=lang)

    assert verdict.steps == {Step.APOLOGISE, Step.CLARIFY, Step.OPTIONS}
    assert [finding.evidence for finding in verdict.findings] == list(open_places(text))
    assert len(open_places(text)) > 1


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

    assert judge(filled(text), customer_lang="en").steps >= set(NEEDED_STEPS)
    assert "Two ways" not in text
    assert "Two ways" in playbook.draft(situation(platform="mastodon"))


@pytest.mark.parametrize(("lang", "own"), [("en", "your personal"), ("fr", "vos données")])
def test_data_of_a_stranger_is_not_called_the_customers_own(playbook: Playbook, lang: str, own: str) -> None:
    assert own not in playbook.draft(situation(lang, matter=Matter.PRIVACY))
    assert own not in playbook.draft(situation(lang, topic="privacy", matter=None))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_nobody_is_asked_since_when_who_has_said_it(playbook: Playbook, lang: str) -> None:
    for one in situations(lang):
        told = playbook.draft(replace(one, given=frozenset({Given.DATE})))

        assert not [words for words in ("since when", "depuis quand", "which day", "quel jour") if words in told], told


def test_who_may_be_in_danger_is_asked_for_where_there_is_little_room(playbook: Playbook) -> None:
    unsafe = situation(platform="x", matter=Matter.SAFETY)

    assert "Is everybody well?" in playbook.draft(unsafe)


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
