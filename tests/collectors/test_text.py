"""Text arrives without markup, and in a form that every store takes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors.text import clean, plain


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("no markup at all", "no markup at all"),
        ("<p>One</p><p>Two<br>Three</p>", "One\n\nTwo\nThree"),
        ("a <b>bold</b>, <i>slanted</i> word", "a bold, slanted word"),
        ("I&#x27;m &amp; you&nbsp;too &lt;3", "I'm & you too <3"),
        ("<ul><li>one</li><li>two</li></ul>", "one\n\ntwo"),
        ("before<script>alert(1)</script>after", "beforeafter"),
        ("<style>p {color: red}</style>seen", "seen"),
        ('<a href="https://x.example"><span class="invisible">https://</span>x.example</a>', "https://x.example"),
        ("2 < 3 and 4 > 3", "2 < 3 and 4 > 3"),
        ("<script>never closed", ""),
        ("été 😀 naïve", "été 😀 naïve"),
        ("<!-- hidden -->shown", "shown"),
    ],
)
def test_a_reader_sees_the_words(html: str, expected: str) -> None:
    assert plain(html) == expected


@given(text=st.text(st.characters()) | st.text(st.sampled_from("<>&/!-#;apb \n\0\ud800")))
def test_any_text_can_be_stored(text: str) -> None:
    for kept in (clean(text), plain(text)):
        assert "\0" not in kept
        assert kept.encode().decode() == kept


@given(text=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
def test_good_text_is_kept_as_it_is(text: str) -> None:
    assert clean(text) == text
