"""What a post suffered on its way is undone, and what is in order stays as it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.mend import mended
from scoring.pipeline import Post, Scorer

WRITTEN = [
    "Je n\u2019ai pas re\u00e7u ma commande, c\u2019est inadmissible",
    "isn\u2019t it great that you charged me twice \U0001f621",
    "the parcel \u2013 \u201cexpress\u201d \u2013 is late\u2026",
]


@pytest.mark.parametrize("text", WRITTEN)
def test_a_text_read_in_the_wrong_code_is_read_again(text: str) -> None:
    # five bytes that Windows-1252 has no sign for pass as they are
    misread = "".join(bytes([byte]).decode("cp1252", "replace").replace("\ufffd", chr(byte)) for byte in text.encode())

    assert misread != text
    assert mended(misread) == text


@pytest.mark.parametrize(
    ("sent", "written"),
    [
        ("Tom &amp; co didn&#39;t answer", "Tom & co didn't answer"),
        ("par\u00adcel\u200b late\ufeff", "parcel late"),
        ("AT&T; fine", "AT&T; fine"),
        ("\u00c2", "\u00c2"),
        ("PAS DE CAF\u00c9\u201d", "PAS DE CAF\u00c9\u201d"),
        ("p\u00e2te \u00e0 pain, \u00c2ge, S\u00c3O PAULO", "p\u00e2te \u00e0 pain, \u00c2ge, S\u00c3O PAULO"),
    ],
)
def test_entities_and_unseen_signs_go_and_the_rest_stays(sent: str, written: str) -> None:
    assert mended(sent) == written


@given(st.text())
def test_any_string_can_be_mended(text: str) -> None:
    assert isinstance(mended(text), str)


@given(st.text(alphabet=st.characters(max_codepoint=127, exclude_characters="&")))
def test_plain_letters_are_never_changed(text: str) -> None:
    assert mended(text) == text


@pytest.mark.parametrize("text", WRITTEN)
def test_a_mangled_post_scores_as_the_one_that_was_written(text: str) -> None:
    mangled = text.replace("\u2019", "\u00e2\u20ac\u2122").replace("\u00e7", "\u00c3\u00a7")

    assert Scorer().score([Post(text=mangled)]) == Scorer().score([Post(text=text)])
