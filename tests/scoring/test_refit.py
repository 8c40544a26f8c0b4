"""Decisions move the models, the same way each time, and only as far as they carry; what is worse is told as worse."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.complaint import shipped
from scoring.holdout import FOLDS, Comparison, Figures, TooFewError, fold_of, groups, held_out, probability
from scoring.pipeline import Post, Scorer
from scoring.refit import Told, refit

PLACES = ("park", "harbour", "library", "station", "square")
DAYS = ("on Monday", "on Tuesday", "on Friday", "this weekend", "tomorrow", "next week")
# of the team's own making: regulars ask where the van stands, and the van's own site tells them
KNOWN = [f"Where is the soup van {day}, at the {place}?" for place, day in product(PLACES, DAYS)]
OWED = [f"The soup {day} at the {place} was cold and my card was charged twice" for place, day in product(PLACES, DAYS)]
TOLD = [
    *(Told(post=Post(text=text), needs_answer=False) for text in KNOWN),
    *(Told(post=Post(text=text), needs_answer=True) for text in OWED),
]
HARMLESS = [Told(post=Post(text=f"Where is the size guide for {name}?"), needs_answer=None) for name in PLACES]


def compare(told: list[Told]) -> Comparison:
    labels = [bool(one.needs_answer) for one in told]
    return Comparison.of(labels, before=Scorer().score([one.post for one in told]), after=held_out(told))


def test_the_same_decisions_make_the_same_bytes() -> None:
    one, other = refit([*TOLD, *HARMLESS]), refit([*TOLD, *HARMLESS])

    assert (one.text, one.grams) == (other.text, other.grams)
    assert one.models.digest == other.models.digest != shipped().digest


def test_what_the_team_decided_is_learnt_and_the_rest_stays() -> None:
    new = "Where is the soup van on Sunday, at the market?"
    other = "My parcel never arrived and nobody answers"
    posts = [Post(text=text) for text in (new, other)]

    before = [probability(score) for score in Scorer().score(posts)]
    after = [probability(score) for score in Scorer(models=refit([*TOLD, *HARMLESS]).models).score(posts)]

    assert after[0] < before[0] - 0.2
    assert abs(after[1] - before[1]) < 0.05


def test_sentiment_is_not_touched_by_what_needs_an_answer() -> None:
    assert refit(TOLD).models.negative == shipped().negative
    assert refit(TOLD).models.positive == shipped().positive


def test_decisions_that_hold_for_others_too_are_better() -> None:
    found = compare(TOLD)

    assert found.is_better
    assert found.before.n == found.after.n == len(TOLD)
    assert found.after.precision > found.before.precision


def test_decisions_without_rhyme_or_reason_are_no_better() -> None:
    torn = [Told(post=one.post, needs_answer=fold_of(f"{one.post.text} by chance") > 1) for one in TOLD]

    assert not compare(torn).is_better


@pytest.mark.parametrize(
    ("told", "message"),
    [
        (TOLD[:30], "0 that need an answer and 30 that need none; it takes 20 of each"),
        ([Told(post=one.post, needs_answer=one.needs_answer, group="one") for one in TOLD], "one thread or author"),
    ],
)
def test_too_little_is_refused_with_what_it_takes(told: list[Told], message: str) -> None:
    with pytest.raises(TooFewError, match=message):
        held_out(told)


def test_nothing_decided_cannot_be_fitted() -> None:
    with pytest.raises(ValueError, match="nobody has judged"):
        refit(HARMLESS)


@pytest.mark.parametrize(
    ("auc", "precision", "recall", "is_better"),
    [
        (0.9, 0.8, 0.8, True),
        (0.8, 0.9, 0.8, True),
        (0.8, 0.8, 0.8, False),
        (0.9, 0.7, 0.8, False),
        (0.7, 0.9, 0.9, False),
    ],
)
def test_better_is_worse_in_nothing(auc: float, precision: float, recall: float, is_better: bool) -> None:
    def figures(auc: float, precision: float, recall: float) -> Figures:
        return Figures(n=50, needs_answer=25, roc_auc=auc, average_precision=0.5, precision=precision, recall=recall)

    found = Comparison(before=figures(0.8, 0.8, 0.8), after=figures(auc, precision, recall))

    assert found.is_better is is_better


@given(st.lists(st.lists(st.sampled_from("abcdefgh"), min_size=1, max_size=3), max_size=12))
def test_posts_that_share_a_thread_or_an_author_are_always_of_one_group(links: list[list[str]]) -> None:
    found = groups(links)

    for one, its in zip(links, found, strict=True):
        for other, others in zip(links, found, strict=True):
            if set(one) & set(other):
                assert its == others


@given(st.text())
def test_a_group_always_has_one_fold(group: str) -> None:
    assert 0 <= fold_of(group) < FOLDS
    assert fold_of(group) == fold_of(group)
