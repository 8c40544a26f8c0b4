"""Models are learnt the same way each time, and the file that ships says how it was made."""

from dataclasses import replace

import numpy as np
import pytest

from scoring import recipe
from scoring.complaint import Model, load, probabilities_of, probability_of, shipped, shipped_text
from scoring.cues import Cues
from scoring.topic_model import shipped_topics
from scoring.train import Row, fit
from scoring.wording import shipped_bytes
from tests.yardstick import DATA, needs_data


def row(label: bool, source: str = "shop", weight: float = 1.0, **values: float) -> Row:
    return Row(cues=Cues(values=values, words={}), label=label, source=source, weight=weight)


ROWS = [
    *(row(label=True, failure=1.0, length=2.0) for _ in range(8)),
    *(row(label=False, praise=1.0, length=2.0) for _ in range(30)),
    row(label=True, length=2.0),
    row(label=False, failure=1.0, length=2.0),
]


def test_probabilities_are_the_same_alone_and_among_others_even_between_two_steps() -> None:
    middles = (np.arange(10_000) + 0.5) / 10_000
    between = np.log(middles / (1 - middles))
    log_odds = np.concatenate((between, np.nextafter(between, 0), np.linspace(-800, 800, 4_001), [-30.0]))

    found = probabilities_of(log_odds)

    assert found.tolist() == [probability_of(one) for one in log_odds.tolist()]


def test_a_fit_is_the_same_to_the_last_digit_each_time() -> None:
    assert fit(ROWS) == fit(list(ROWS))


def test_weights_point_where_the_labels_do() -> None:
    model = fit(ROWS)

    assert model.weights["failure"] > 0.5
    assert model.weights["praise"] < -0.5
    assert abs(model.weights["length"]) < 0.1


def test_copies_of_a_source_do_not_make_it_weigh_more() -> None:
    other = [row(label=False, source="tweets", failure=1.0), row(label=True, source="tweets", praise=1.0)]

    assert fit([*ROWS, *other]) == fit([*ROWS, *other * 50])


def test_the_prior_moves_the_cut_and_not_the_order() -> None:
    even, rare = fit(ROWS, prior=0.5), fit(ROWS, prior=0.1)
    cues = [row.cues for row in ROWS]

    assert all(rare.probability(one) < even.probability(one) for one in cues)
    assert np.argsort([rare.probability(one) for one in cues], kind="stable").tolist() == (
        np.argsort([even.probability(one) for one in cues], kind="stable").tolist()
    )


def test_nothing_cannot_be_fitted() -> None:
    with pytest.raises(ValueError, match="nothing to fit"):
        fit([])


@pytest.mark.parametrize("value", [1e6, -1e6])
def test_a_probability_never_overflows(value: float) -> None:
    model = Model(intercept=0.0, weights={"length": 1.0})

    assert 0 <= model.probability(Cues(values={"length": value}, words={})) <= 1


def test_causes_are_the_words_that_raised_it_strongest_first() -> None:
    model = Model(
        intercept=-1.0, weights={"failure": 2.0, "waiting": 1.0, "praise": -3.0, "length": 9.0, "figures": 0.1}
    )
    cues = Cues(
        values={"failure": 1.0, "waiting": 1.5, "praise": 1.0, "length": 3.0, "figures": 1.0},
        words={"failure": ("broken",), "waiting": ("late", "hours"), "praise": ("good",)},
    )

    assert model.causes(cues) == ("broken", "late", "hours", "[figures]")
    assert model.causes(cues, most=1) == ("broken",)


def test_the_shipped_models_name_their_sets_and_need_a_cause_to_flag() -> None:
    models = shipped()

    assert models.trained["sets"] == recipe.LICENCES
    assert all(licence.startswith(("MIT", "Apache-2.0", "CC0")) for licence in recipe.LICENCES.values())
    # below 0: without any cue that raises it, no post can reach one half
    assert models.complaint.intercept < 0
    assert models.question.intercept < 0


def test_a_set_without_an_open_licence_is_not_taught() -> None:
    assert not {"airline", "sanders", "kotzias_amazon", "xlmt_en", "skytrax_lounge"} & recipe.LICENCES.keys()


@needs_data
@pytest.mark.long
def test_the_shipped_models_can_be_made_again_to_the_byte() -> None:
    made = recipe.make(recipe.shipping(DATA))

    assert made.models == shipped_text()
    assert made.grams == shipped_bytes()


@needs_data
@pytest.mark.long
def test_the_shipped_topic_model_can_be_made_again_to_the_byte() -> None:
    assert recipe.make_topics(recipe.shipping(DATA)) == shipped_topics()


@needs_data
def test_a_rating_is_seen_only_in_half_of_the_rated_rows() -> None:
    french = recipe.read_set(DATA / "minibar_fr.csv")
    examples = recipe.examples_of(replace(french, rows=french.rows[:20]))

    rows = list(recipe.complaint_rows(examples))

    openings = sum(one.opening is not None for one in examples)
    assert openings
    assert len(rows) == 2 * (20 + openings)
    assert sum("rated" in one.cues.values for one in rows) == 20 + openings
    assert {one.weight for one in rows} == {0.5}
    assert replace(rows[0], cues=rows[1].cues) == rows[1]


@pytest.mark.parametrize(
    ("text", "opening"),
    [
        ("word " * 30, ""),
        ("word " * 31, "word " * 28),
        (
            "It broke. " + "Nobody at the shop could help me with it! " + "word " * 30,
            "It broke. Nobody at the shop could help me with it!",
        ),
        ("word " * 20 + "end? " + "word " * 20, "word " * 20 + "end?"),
    ],
)
def test_an_opening_is_as_long_as_a_tweet_and_ends_with_a_sentence_if_it_can(text: str, opening: str) -> None:
    assert recipe.opening_of(text) == opening.strip()


def labelled(name: str, rows: list[tuple[str, str, str]]) -> recipe.LabelledSet:
    columns = ("text", "label_complaint", "label_sentiment")
    return recipe.LabelledSet(name=name, rows=[dict(zip(columns, told, strict=True)) for told in rows])


OWN = [
    ("The kettle broke and nobody answers", "1", "negative"),
    ("Ma bouilloire est en panne depuis lundi", "1", "negative"),
    ("Lovely kettle, thank you", "0", "positive"),
    ("Where can I buy this kettle?", "0", "neutral"),
    ("A walk along the harbour", "0", "neutral"),
    ("no label here", "", ""),
]


def test_own_sets_make_the_same_models_in_any_order() -> None:
    sets = [labelled(name, OWN) for name in ("b", "a")]

    made = recipe.make(sets, with_invented=False)

    assert made == recipe.make(sets[::-1], with_invented=False)
    assert load(made.models, made.grams).trained["sets"] == {"a": "not stated", "b": "not stated"}


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (OWN[:2], r"nothing to fit 'complaint'.*column label_complaint"),
        ([(text, label, "") for text, label, _ in OWN], r"nothing to fit 'negat.*column label_sentiment"),
    ],
)
def test_sets_that_lack_a_label_are_refused_by_its_name(rows: list[tuple[str, str, str]], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        recipe.make([labelled("own", rows)])


def test_stars_beyond_their_scale_count_as_its_ends() -> None:
    rows = [{"text": "The kettle broke", "lang": "en", "stars": stars} for stars in ("0", "1", "5", "6")]

    told = [one.rated for one in recipe.examples_of(recipe.LabelledSet(name="own", rows=rows))]

    assert [one and one.values.get("rating_low") for one in told[:2]] == [1.0, 1.0]
    assert [one and one.values.get("rating_high") for one in told[2:]] == [1.0, 1.0]
