"""Models are learnt the same way each time, and the file that ships says how it was made."""

import csv
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from scoring import recipe
from scoring.complaint import Model, load, shipped, shipped_text
from scoring.cues import Cues
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
def test_a_rating_is_seen_only_in_half_of_the_rated_rows() -> None:
    examples = recipe.read(DATA / "minibar_fr.csv")[:20]

    rows = list(recipe.complaint_rows(examples))

    assert len(rows) == 40
    assert sum("rated" in one.cues.values for one in rows) == 20
    assert {one.weight for one in rows} == {0.5}
    assert replace(rows[0], cues=rows[1].cues) == rows[1]


def labelled(path: Path, rows: list[tuple[str, str, str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines)
        writer.writerow(["text", "label_complaint", "label_sentiment"])
        writer.writerows(rows)
    return path


OWN = [
    ("The kettle broke and nobody answers", "1", "negative"),
    ("Ma bouilloire est en panne depuis lundi", "1", "negative"),
    ("Lovely kettle, thank you", "0", "positive"),
    ("Where can I buy this kettle?", "0", "neutral"),
    ("A walk along the harbour", "0", "neutral"),
    ("no label here", "", ""),
]


def test_own_files_make_the_same_models_in_any_order(tmp_path: Path) -> None:
    paths = [labelled(tmp_path / f"{name}.csv", OWN) for name in ("b", "a")]

    made = recipe.make(paths, with_invented=False)

    assert made == recipe.make(paths[::-1], with_invented=False)
    assert load(made.models, made.grams).trained["sets"] == {"a": "not stated", "b": "not stated"}


@pytest.mark.parametrize(
    ("rows", "message"),
    [(OWN[:2], "nothing to fit 'complaint'"), ([(text, label, "") for text, label, _ in OWN], "nothing to fit 'negat")],
)
def test_files_that_lack_a_label_are_refused_by_its_name(
    tmp_path: Path, rows: list[tuple[str, str, str]], message: str
) -> None:
    path = labelled(tmp_path / "own.csv", rows)

    with pytest.raises(ValueError, match=message):
        recipe.make([path])


def test_a_file_without_texts_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text("id\n1\n", encoding="utf-8")

    with pytest.raises(ValueError, match="no column `text`"):
        recipe.make([path])
