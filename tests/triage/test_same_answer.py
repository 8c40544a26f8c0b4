"""An answer is known again on its platform by its words."""

from datetime import UTC, datetime, timedelta

import pytest

from triage.same_answer import is_same_answer, says_the_same

AT = datetime(2026, 3, 2, 14, tzinfo=UTC)
SENT = "Hello Sam. I am sorry about the wait. I am asking the courier now and will write here by 3 pm. https://maple.example/a/b"


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (SENT, SENT.replace("https://maple.example/a/b", "https://t.example/x9"), True),
        (SENT, f"{SENT} - Dana, Maple & Finch", True),
        (SENT, "@sam " + SENT.replace(". ", ".\n\n") + " 🙏", True),
        (SENT, SENT.replace("the courier", "our courier"), True),
        (SENT, SENT[:40], False),
        (SENT, "Hello Sam. Your refund is on its way, it takes five days. Write to us if it does not come.", False),
        ("Merci !", "Merci, Dana", True),
        ("Merci !", "Merci de nous avoir écrit, je regarde cela tout de suite.", False),
        ("👍", "👍 ", True),
        ("👍", "👎", False),
        ("❤️", "❤", True),
        ("👍", "", False),
        ("👍", "Thanks", False),
        ("https://maple.example/a", "https://t.example/x", True),
    ],
)
def test_texts_say_the_same_whatever_a_platform_did_to_them(one: str, other: str, expected: bool) -> None:
    assert says_the_same(one, other) is says_the_same(other, one) is expected


@pytest.mark.parametrize(
    ("text", "minutes", "expected"),
    [
        (SENT, -60, True),
        (SENT, -60 * 30, False),
        (SENT, 60 * 24 * 8, False),
        ("Hello Sam. I am sorry. I am asking the courier now, and you hear of me before 3 pm.", 3, True),
        ("Hello Sam. I am sorry. I am asking the courier now, and you hear of me before 3 pm.", 60, False),
        ("Other words, of another answer.", 3, False),
        ("Merci !", 3, False),
        ("Other words, of another answer.", -60, False),
        ("Other words, of another answer.", 60, False),
    ],
)
def test_an_answer_is_looked_for_around_the_time_at_which_it_was_recorded(
    text: str, minutes: int, expected: bool
) -> None:
    shown_at = AT + timedelta(minutes=minutes)

    assert is_same_answer(SENT, text, written_at=AT, shown_at=shown_at) is expected
