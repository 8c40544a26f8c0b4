"""A language is named only where the text is long and clear enough; else its source is believed."""

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from scoring.automaton import Automaton
from scoring.language import DEFAULT_LANGUAGES, SCRIPTS, UNDETERMINED, Detector


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("My order still has not arrived and nobody answers the phone", "en"),
        ("Ma commande n'est toujours pas arrivée et personne ne répond", "fr"),
        ("Meine Bestellung kam bis heute leider nicht an", "de"),
        ("Mi pedido todavía no ha llegado y nadie contesta", "es"),
    ],
)
def test_clear_texts_are_recognised(text: str, expected: object) -> None:
    found = Detector().detect(text, declared="pt")

    assert found.code == expected
    assert found.probability > 0.5


@pytest.mark.parametrize(
    ("text", "declared", "expected"),
    [
        ("Merci !", "fr", "fr"),
        ("Merci !", "fr-CA", "fr"),
        ("Thanks", "EN_gb", "en"),
        ("ok", None, UNDETERMINED),
        ("ok", "xx", UNDETERMINED),
        ("", "", UNDETERMINED),
        ("@maple https://example.org/a/very/long/path #scarf 12345", None, UNDETERMINED),
    ],
)
def test_short_texts_take_what_their_source_declares(text: str, declared: str | None, expected: object) -> None:
    found = Detector().detect(text, declared=declared)

    assert found == (expected, 0.0)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("\u8377\u7269\u304c\u307e\u3060\u5c4a\u304d\u307e\u305b\u3093", "ja"),
        ("\u914d\u9001\u592a\u6162\u4e86", "zh"),
        ("\u0637\u0644\u0628\u064a \u0644\u0645 \u064a\u0635\u0644 \u0628\u0639\u062f", "ar"),
        ("\u0413\u0434\u0435 \u043c\u043e\u044f \u043f\u043e\u0441\u044b\u043b\u043a\u0430", "ru"),
        ("my parcel \u03b1 is late and nobody answers", "en"),
    ],
)
def test_another_script_tells_its_language(text: str, expected: str) -> None:
    assert Detector().detect(text, declared="en").code == expected


def test_of_languages_in_latin_letters_only_configured_ones_are_ever_named() -> None:
    found = Detector(("en", "fr")).detect("Meine Bestellung kam bis heute leider nicht an", declared="de")

    assert found.code in {"en", "fr", UNDETERMINED}


@given(st.text(), st.none() | st.text(max_size=6))
def test_any_string_has_a_language_or_none(text: str, declared: str | None) -> None:
    found = Detector().detect(text, declared=declared)

    assert found.code in {*DEFAULT_LANGUAGES, *SCRIPTS, UNDETERMINED}
    assert 0 <= found.probability <= 1


@cache
def both() -> tuple[LanguageIdentifier, Automaton]:
    package = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    package.set_languages(DEFAULT_LANGUAGES)
    return package, Automaton(DEFAULT_LANGUAGES)


@settings(deadline=None)  # the first run loads the model
@given(
    st.lists(st.text() | st.sampled_from(["Où est mon colis ?", "MY ORDER IS LATE", "wo ist mein Paket"]), max_size=5)
)
def test_a_language_is_always_the_same_alone_among_others_and_in_the_package(texts: list[str]) -> None:
    package, automaton = both()

    rows = automaton.probabilities(texts)

    for text, row in zip(texts, rows, strict=True):
        assert row.tolist() == automaton.probabilities([text])[0].tolist()
        told = dict(package.rank(text))
        # the package adds in single precision
        assert row.tolist() == pytest.approx([told[name] for name in automaton.languages], abs=1e-3)
