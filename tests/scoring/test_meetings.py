"""What cues say where they meet is the same in any order, adds up, and is learnt only where it is asked for."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.complaint import Model
from scoring.cues import Cues
from scoring.grams import PLACES as GRAMS
from scoring.joint import fit_jointly, less
from scoring.meetings import PLACES, Meetings, Met, meeting, places_of, share_of
from scoring.train import Row
from scoring.wording import Tables

NAMES = ("failure", "waiting", "first_person", "addressed", "question_mark", "praise", "order", "tone", "rated")
TABLE = np.random.default_rng(1).integers(-127, 128, PLACES).astype(np.int8)
MEETINGS = Meetings(TABLE, 0.01)


def cues(*names: str) -> Cues:
    return Cues(values=dict.fromkeys(names, 1.0), words={name: (name,) for name in names})


@given(st.lists(st.lists(st.sampled_from(NAMES), unique=True), max_size=4))
def test_pairs_always_add_up_to_what_is_gained_in_any_order_and_batch(posts: list[list[str]]) -> None:
    read = MEETINGS.read([cues(*names) for names in posts])

    for names, found in zip(posts, read, strict=True):
        met = meeting(cues(*names))
        pairs = sum(int(TABLE[place]) for place in places_of(met)) * 0.01 * share_of(len(met))
        assert found.total == pytest.approx(pairs)
        assert sum(found.by_cue.values()) == pytest.approx(pairs)
        assert Meetings(TABLE, 0.01).read([cues(*names[::-1])]) == [found]


def test_measures_and_ratings_never_meet_anything() -> None:
    assert meeting(cues("failure", "tone", "length", "rated", "waiting")) == ["failure", "waiting"]
    assert places_of(["failure"]) == []


def test_a_cue_that_counts_where_it_meets_another_is_shown_as_a_cause() -> None:
    model = Model(intercept=0.0, weights={"waiting": -0.2, "order": 0.1})

    assert model.causes(cues("waiting", "order")) == ("order",)
    assert model.causes(cues("waiting", "order"), met=Met(0.5, {"waiting": 0.5})) == ("waiting", "order")


def rows() -> list[Row]:
    """Neither cue tells alone, but both together do."""
    told = [(("first_person", "waiting"), True), (("first_person",), False), (("waiting",), False), ((), False)]
    return [
        Row(cues=cues(*names), label=label, source=source, words=[f"word{i}", source])
        for source in ("shop", "bank")
        for names, label in told
        for i in range(6)
    ]


def test_what_two_cues_say_together_is_learnt_the_same_each_time() -> None:
    first, second = fit_jointly(rows(), meets=True), fit_jointly(rows(), meets=True)

    (place,) = places_of(["first_person", "waiting"])
    assert first.table[GRAMS + place] > 0
    assert first.table.tobytes() == second.table.tobytes()
    assert fit_jointly(rows()).table.shape == (GRAMS,)
    assert Tables({"complaint": (first.table, first.scale)}).meetings("complaint") is not None


def test_less_of_another_model_lowers_what_that_one_finds() -> None:
    sought = rows()
    glad = [Row(cues=cues("praise") if i % 2 else cues(), label=bool(i % 2), source="shop") for i in range(8)]
    own, other = fit_jointly(sought), fit_jointly(glad)

    left, again = less(own, other, sought, share=0.5), less(own, other, sought, share=0.5)

    assert other.model.weights["praise"] > 0
    assert left.model.weights["praise"] < own.model.weights.get("praise", 0.0)
    assert (left.model, left.table.tobytes()) == (again.model, again.table.tobytes())
