"""An answer is traced to what it was made from, by what still stands of it, and to nothing where nothing does."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from triage.likeness import ALIKE
from triage.provenance import KEPT, Basis, Known, Origin, Trace, says_the_same, share, trace

LATE = (
    "Hello {{ name }}. I am sorry that your parcel is late. I have asked the courier where it is, and I will write "
    "here by {{ fill('a time') }}. If you wish, we send a second one."
)
SENT = (
    "Hello Julie, I am sorry that your parcel is late. I have asked the courier where it is, and I will write here "
    "by noon. If you wish, we send a second one."
)
BROKEN = (
    "I am sorry that it came broken. You can choose between a new one and your money back; tell us in a private "
    "message which you like, and it leaves today."
)
LETTERS = st.text(alphabet="abcdefghij", min_size=4, max_size=9)
SENTENCES = st.lists(LETTERS, min_size=10, max_size=30).map(" ".join)


def known(text: str, name: str = "late", version: int = 1) -> Known:
    return Known(origin=Origin(basis=Basis.REPLY, name=name, version=version), text=text)


LIBRARY = [known(LATE), known(BROKEN, "broken")]


@pytest.mark.parametrize(
    ("answer", "name"),
    [
        (SENT, "late"),
        (SENT.upper(), "late"),
        (f"Thank you for telling us. {SENT} All the best, Ann", "late"),
        (SENT.replace("If you wish, we send a second one.", ""), "late"),
        (BROKEN, "broken"),
        ("I am sorry. We look into it and write here tonight, as soon as the shop has told us more.", None),
        ("We are sorry about the delay of your refund; it was sent to your bank on Monday.", None),
        ("", None),
    ],
)
def test_an_answer_that_was_pasted_is_known_by_its_words(answer: str, name: str | None) -> None:
    found = trace(answer, LIBRARY)

    assert (found.origin.name if found else None) == name
    assert found is None or not found.is_started


def test_what_it_was_started_from_counts_while_half_of_it_stands() -> None:
    half = "Hello Julie, I am sorry that your parcel is late. I have asked the courier where it is, and you hear soon."
    origin = LIBRARY[0].origin

    assert ALIKE > share(LATE, half) >= KEPT
    assert trace(half, LIBRARY) is None
    assert trace(half, LIBRARY, started_from=origin) == Trace(origin=origin, share=share(LATE, half), is_started=True)
    assert trace("All is well now, thank you.", LIBRARY, started_from=origin) is None


def test_another_reply_that_took_the_place_of_the_one_it_was_started_from_is_the_one() -> None:
    found = trace(BROKEN, LIBRARY, started_from=LIBRARY[0].origin)

    assert found is not None
    assert (found.origin.name, found.is_started) == ("broken", False)


def test_a_short_reply_stands_whole_or_not_at_all_and_is_known_by_its_start_alone() -> None:
    short = known("Sorry, {{ name }}!", "short")

    assert trace("Sorry Julie! We look into it.", [short]) is None
    assert trace("Sorry, we look into it.", [short], started_from=short.origin) == Trace(
        origin=short.origin, share=1.0, is_started=True
    )
    assert trace("We look into it.", [short], started_from=short.origin) is None


def test_a_short_reply_stands_where_all_its_words_stand_around_what_was_filled_in() -> None:
    short = "Hello {{ name }}, {{ fill('order') }} leaves today."

    assert share(short, "Hello Julie, order 1 leaves today, I promise.") == 1.0
    assert share(short, "It leaves today. Hello Julie!") == 0.0


@pytest.mark.parametrize(
    ("other", "is_same"),
    [
        (LATE, True),
        (LATE.replace("a second one", "you a second one"), True),
        (LATE.replace("{{ name }}", "{{ fill('who') }}"), True),
        (BROKEN, False),
        (f"{LATE} {BROKEN} We never send refunds for what was bought in the sale.", False),
        ("Hello {{ name }}.", False),
    ],
)
def test_small_edits_leave_a_text_what_it_was_and_other_words_do_not(other: str, is_same: bool) -> None:
    assert says_the_same(LATE, other) is is_same
    assert says_the_same(other, LATE) is is_same


@pytest.mark.parametrize(
    ("twin", "name"),
    [
        (replace(known(LATE, "zebra"), is_retired=True), "late"),
        (replace(known(f"{LATE} Bye.", "zebra"), is_retired=True), "late"),
        (replace(known(LATE.replace("If you wish, we send a second one.", ""), "zebra"), is_retired=True), "late"),
        (replace(known(LATE, "zebra"), is_younger=True), "late"),
        (known(LATE, "zebra"), "zebra"),
    ],
)
def test_a_twin_that_is_retired_or_younger_takes_nothing_from_the_one_in_use(twin: Known, name: str) -> None:
    for listed in ([*LIBRARY, twin], [twin, *LIBRARY]):
        found = trace(f"{SENT} Bye.", listed)

        assert found is not None
        assert found.origin.name == name


def test_a_retired_reply_that_no_other_is_like_is_still_known() -> None:
    found = trace(SENT, [replace(LIBRARY[0], is_retired=True), LIBRARY[1]])

    assert found is not None
    assert found.origin.name == "late"


@given(SENTENCES, SENTENCES)
def test_a_share_is_always_one_and_whole_where_all_of_it_stands(reply: str, more: str) -> None:
    assert share(reply, reply) == 1.0
    assert share(reply, f"{more} {reply} {more}") == 1.0
    assert 0.0 <= share(reply, more) <= 1.0


@given(SENTENCES, st.data())
def test_what_is_left_out_never_makes_more_of_a_reply_stand(reply: str, data: st.DataObject) -> None:
    said = reply.split()
    kept = data.draw(st.integers(0, len(said)))

    assert share(reply, " ".join(said[:kept])) <= share(reply, " ".join(said[: kept + 1]))


@given(SENTENCES, LETTERS)
def test_what_is_filled_in_never_counts(reply: str, name: str) -> None:
    assume(name not in reply)

    assert share(f"{{{{ name }}}} {reply} {{{{ fill('x') }}}}", f"{name} {reply} {name}") == 1.0


@given(st.lists(SENTENCES, min_size=1, max_size=5, unique=True), st.randoms(use_true_random=False))
def test_an_answer_is_never_traced_to_another_reply_for_their_order(texts: list[str], random: Random) -> None:
    listed = [known(text, f"reply-{n}") for n, text in enumerate(texts)]
    mixed = random.sample(listed, len(listed))

    assert trace(texts[0], listed) == trace(texts[0], mixed)


@given(st.sampled_from(Basis), st.text(min_size=1), st.integers(0, 10**6))
def test_an_origin_is_read_as_it_was_written(basis: Basis, name: str, version: int) -> None:
    origin = Origin(basis=basis, name=name, version=version)

    assert Origin.of(origin.code) == origin


@pytest.mark.parametrize("code", [None, "", "reply", "reply:x", "song:x@1", "reply:@1", "reply:x@one"])
def test_what_is_no_origin_is_none(code: str | None) -> None:
    assert Origin.of(code) is None
