"""Two things said in one short post are graver than either, and figures of speech are neither."""

import pytest

from scoring.perils import perils_of
from scoring.phrases import Text


def perils(text: str, lang: str = "en") -> dict[str, tuple[str, ...]]:
    return perils_of(Text.read(text), lang=lang)


@pytest.mark.parametrize(
    ("text", "lang", "cue", "words"),
    [
        ("The gate closed on his thumb", "en", "safety", ("thumb", "closed on")),
        ("Le portillon s'est refermé sur son pouce", "fr", "safety", ("pouce", "refermé")),
        ("The banister on the back stairs is loose", "en", "hazard", ("banister", "stairs", "loose")),
        ("La rambarde du quai se détache", "fr", "hazard", ("rambarde", "se détache")),
        ("The pilot of the water taxi was asleep", "en", "hazard", ("pilot", "asleep")),
        ("Le chauffeur dormait au feu", "fr", "hazard", ("chauffeur", "dormait")),
        ("I was shown somebody else's payslip", "en", "privacy", ("somebody else's", "payslip")),
        ("J'ai reçu l'ordonnance d'une autre cliente", "fr", "privacy", ("d'une autre", "ordonnance")),
        ("Your host turned us away over the guide dog", "en", "discrimination", ("guide dog", "turned us away")),
        ("On a refusé l'entrée à mon père malvoyant", "fr", "discrimination", ("malvoyant", "refusé")),
    ],
)
def test_both_words_are_told(text: str, lang: str, cue: str, words: tuple[str, ...]) -> None:
    assert perils(text, lang) == {cue: words}


@pytest.mark.parametrize(
    "text",
    [
        "My thumb likes this phone",
        "The lid closed on its own",
        "Cost me an arm and a leg, and the zip broke",
        "Fingers crossed it is not broken",
        "The ladder I ordered is lovely",
        "The courier left his phone number and the parcel",
        "Somebody else's turn",
        "The black jacket was refused by the machine",
    ],
)
def test_one_word_alone_and_figures_of_speech_are_no_peril(text: str) -> None:
    assert perils(text) == {}


def test_what_stands_far_apart_in_a_long_text_is_not_put_together() -> None:
    between = " and so on" * 25

    assert perils("My thumb broke") != {}
    assert perils(f"My thumb is fine{between} the box broke") == {}
