"""A cut flags what is strong enough for its source; what must be answered is flagged whatever the cut."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.cuts import LEAST, MOST, Cuts
from scoring.intent import Intent
from scoring.pipeline import ALWAYS, Post, Score, Scorer

CUTS = Cuts(by_source={"acme/forum": 3.0, "acme/*": 2.0, "*/forum": 1.5, "*/*": 1.2})
TEXTS = st.lists(st.sampled_from(["late", "refund", "?", "my", "order", "broke", "great", "pas", "please"])).map(
    " ".join
)


def score(text: str, *, cut: float, rating: float | None = None) -> Score:
    post = Post(text=text, platform="forum", brands=("acme",), rating=rating, rating_max=5.0 if rating else None)
    return Scorer(cuts=Cuts(by_source={"acme/forum": cut})).score([post])[0]


@pytest.mark.parametrize(
    ("platform", "brands", "expected"),
    [
        ("forum", ("acme",), 3.0),
        ("mastodon", ("acme",), 2.0),
        ("forum", ("birch",), 1.5),
        ("mastodon", ("birch",), 1.2),
        ("forum", ("acme", "birch"), 1.5),
        ("forum", (), 1.5),
    ],
)
def test_the_most_particular_cut_holds_and_of_several_brands_the_lowest(
    platform: str, brands: tuple[str, ...], expected: float
) -> None:
    assert CUTS.of(platform=platform, brands=brands) == expected


def test_without_a_cut_a_threshold_is_reached_at_one() -> None:
    assert Cuts().of(platform="forum", brands=("acme",)) == 1.0


@pytest.mark.parametrize(("source", "cut"), [("forum", 1.0), ("acme/forum", 0.1), ("acme/forum", 7.0), ("a/b/c", 1.0)])
def test_a_cut_of_nowhere_or_beyond_its_bounds_is_refused(source: str, cut: float) -> None:
    with pytest.raises(ValueError, match="a threshold is of brand/platform and from"):
        Cuts(by_source={source: cut})


@given(TEXTS, st.floats(LEAST, MOST), st.floats(LEAST, MOST))
def test_a_lower_cut_never_flags_less_and_the_strength_is_the_same(text: str, one: float, other: float) -> None:
    low, high = (score(text, cut=cut) for cut in sorted((one, other)))

    assert low.needs_answer >= high.needs_answer
    assert low.strength == high.strength


@given(TEXTS, st.floats(LEAST, MOST))
def test_a_post_is_flagged_exactly_where_its_strength_reaches_the_cut(text: str, cut: float) -> None:
    found = score(text, cut=cut)

    assert found.needs_answer == (found.strength >= cut)


@pytest.mark.parametrize(("text", "rating"), [("The kettle caught fire in my kitchen", None), ("", 1.0)])
def test_no_cut_hides_what_hurts_people_or_has_the_worst_rating(text: str, rating: float | None) -> None:
    found = score(text, cut=MOST, rating=rating)

    assert found.needs_answer
    assert found.strength == ALWAYS


def test_a_complaint_stays_one_though_the_queue_has_no_room_for_it() -> None:
    text = "The zip broke after a week"

    assert score(text, cut=MOST).intent is score(text, cut=1.0).intent is Intent.COMPLAINT
    assert not score(text, cut=MOST).needs_answer


def test_a_changed_cut_scores_again() -> None:
    assert len({Scorer().version, Scorer(cuts=CUTS).version, Scorer(cuts=Cuts(by_source={"*/*": 2.0})).version}) == 3
