"""Cues are what a person would point at: words in their language, and how the post is written."""

import pytest

from scoring.cues import Cues, read_cues
from scoring.customer import CustomerType, customer_of
from scoring.phrases import Text
from scoring.sentiment import polarity
from scoring.topics import topics_of


def cues_of(text: str, *, lang: str = "en", rating_share: float | None = None) -> Cues:
    return read_cues(Text.read(text), lang=lang, vader=polarity(text), rating_share=rating_share)


@pytest.mark.parametrize(
    ("text", "lang", "name", "words"),
    [
        ("It is not working, it crashed", "en", "failure", ("not working", "crashed")),
        ("Elle ne marche plus", "fr", "failure", ("ne marche plus",)),
        ("Charged twice for one scarf", "en", "money", ("Charged twice",)),
        ("J\u2019attends depuis hier", "fr", "waiting", ("J\u2019attends", "depuis hier")),
        ("I get no reply", "en", "no_answer", ("no reply",)),
        ("Aucune réponse de votre part", "fr", "no_answer", ("Aucune réponse",)),
        ("I want to speak to you", "en", "demand", ("I want to speak",)),
        ("Une remise ?", "fr", "negotiation", ("remise",)),
    ],
)
def test_words_are_found_in_the_language_of_the_post(text: str, lang: str, name: str, words: tuple[str, ...]) -> None:
    assert cues_of(text, lang=lang).words[name] == words


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("@maple hello", "addressed"),
        ("is it?", "question_mark"),
        ("WHY DID THE parcel break", "capitals"),
        ("whyyyy", "stretched"),
        ("RT @maple look", "retweet"),
        ("see https://maple.example", "link"),
        ("well...", "trailing_off"),
        ("what?!", "insistence"),
        ("We are sorry to hear that. ^AB", "signature"),
        ("order 12", "figures"),
    ],
)
def test_how_a_post_is_written_counts(text: str, name: str) -> None:
    assert cues_of(text).values[name] > 0
    assert name not in cues_of("a plain line").values


def test_a_cue_without_words_shows_its_name() -> None:
    assert cues_of("is it?").evidence("question_mark") == ("[question_mark]",)


@pytest.mark.parametrize(
    ("share", "expected"),
    [(None, {}), (0.0, {"rating_low": 1.0}), (0.75, {"rating_high": 0.5}), (0.5, {})],
)
def test_a_rating_pulls_from_the_middle(share: float | None, expected: dict[str, float]) -> None:
    values = cues_of("scarf", rating_share=share).values

    assert {name: values[name] for name in ("rating_low", "rating_high") if name in values} == expected
    assert ("rated" in values) is (share is not None)


def test_foreign_tone_comes_from_words_and_smileys() -> None:
    assert cues_of("Quelle belle boutique", lang="fr").values["tone"] > 0
    assert cues_of("Quelle honte", lang="fr").values["tone"] < 0
    assert cues_of("demain :(", lang="fr").values["tone"] < 0
    assert "tone" not in cues_of("demain", lang="fr").values


@pytest.mark.parametrize(
    ("text", "lang", "kind"),
    [
        ("You idiots", "en", CustomerType.ABUSIVE),
        ("Bande de nuls", "fr", CustomerType.ABUSIVE),
        ("This is outrageous", "en", CustomerType.ANGRY),
        ("C'est une honte", "fr", CustomerType.ANGRY),
        ("NOTHING WORKS IN YOUR SHOP", "en", CustomerType.ANGRY),
        ("Give me a discount and it is fine", "en", CustomerType.NEGOTIATOR),
        ("J'exige une réponse", "fr", CustomerType.DEMANDING),
        ("Still no reply", "en", CustomerType.IMPATIENT),
        ("Waiting for weeks", "en", CustomerType.IMPATIENT),
        ("Always a problem, poor box", "en", CustomerType.COMPLAINER),
        ("The box is blue", "en", CustomerType.NONE),
    ],
)
def test_a_customer_shows_in_the_words(text: str, lang: str, kind: CustomerType) -> None:
    found = customer_of(cues_of(text, lang=lang), is_owed=True)

    assert found.type is kind
    assert bool(found.evidence) is (kind is not CustomerType.NONE)


def test_of_who_wants_nothing_only_abuse_shows() -> None:
    assert customer_of(cues_of("You idiots"), is_owed=False).type is CustomerType.ABUSIVE
    assert customer_of(cues_of("This is outrageous"), is_owed=False).type is CustomerType.NONE


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        ("The courier lost my parcel, I want a refund", "en", ("delivery", "refund")),
        ("The courier lost my parcel, says the app", "en", ("delivery",)),
        ("J'ai été prélevée deux fois", "fr", ("billing",)),
        ("Impossible de me connecter à mon compte", "fr", ("account",)),
        ("The cashier was rude", "en", ("staff",)),
        ("The zip broke", "en", ("quality",)),
        ("My data was part of a data breach", "en", ("privacy",)),
        ("The app crashes", "en", ("bug",)),
        ("blue", "en", ("other",)),
        ("The desk lamp stopped working after a week", "en", ("quality",)),
        ("The app stopped working", "en", ("bug",)),
        ("Ma bouilloire ne marche plus", "fr", ("quality",)),
        ("Votre appli ne fonctionne pas", "fr", ("bug",)),
        ("The two-factor code goes to a number I no longer have", "en", ("account",)),
        ("Le code de validation n'arrive jamais", "fr", ("account",)),
        ("My phone line is dead", "en", ("outage",)),
        ("Plus de tonalité au téléphone", "fr", ("outage",)),
        ("My electricity bill doubled", "en", ("billing",)),
        ("Vous pourriez avoir plus de couleurs", "fr", ("other",)),
        ("The railing is loose", "en", ("safety",)),
        (
            "The cutlery drawer and the kettle smell, and the kettle shocked me when I plugged it",
            "en",
            ("quality", "safety"),
        ),
    ],
)
def test_topics_are_named_by_their_words(text: str, lang: str, expected: tuple[str, ...]) -> None:
    assert topics_of(Text.read(text), lang=lang, heard=cues_of(text, lang=lang).words) == expected
