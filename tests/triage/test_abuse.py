import pytest

from triage.abuse import Abuse, Stance, abuse_in, is_boundary, stance

INSULT, BOUNDARY = "You are all idiots.", "We will gladly help, and ask for a respectful tone."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("You people are complete morons", Abuse.INSULT),
        ("your agent is a brainless clown", Abuse.INSULT),
        ("Hey idiots, where is my parcel", Abuse.INSULT),
        ("go to hell all of you", Abuse.INSULT),
        ("Vous êtes vraiment des incapables", Abuse.INSULT),
        ("bande d\u2019abrutis, répondez", Abuse.INSULT),
        ("Ta gueule et rembourse", Abuse.INSULT),
        ("Votre conseillère est une conne", Abuse.INSULT),
        ("I know where you park", Abuse.THREAT),
        ("I'll burn your shop down, idiots", Abuse.THREAT),
        ("Je sais où elle travaille", Abuse.THREAT),
        ("On va vous retrouver", Abuse.THREAT),
        ("I hope you lose your job", Abuse.HARASSMENT),
        ("Va crever", Abuse.HARASSMENT),
    ],
)
def test_abuse_of_people_is_recognised(text: str, expected: Abuse) -> None:
    found = abuse_in(text)

    assert found is not None
    assert found[0] is expected
    assert found[1] in text.replace("\u2019", "'")


@pytest.mark.parametrize(
    "text",
    [
        "This kettle is stupid and your app is garbage",
        "Worst product ever, what a useless piece of junk",
        "Are you serious? You lost my parcel AGAIN!!!",
        "Is it your stupid policy to lose parcels?",
        "I felt like an idiot waiting in the rain for you",
        "Damn it, the bloody thing broke again",
        "Your service is terrible and I am furious",
        "Cette bouilloire est nulle et l'appli est débile",
        "Vous avez encore perdu mon colis, c'est honteux !",
        "Service nul, produit minable, je suis furieux",
        "Je me sens idiote d'avoir attendu",
        "Votre site est complètement nul",
        "If it takes too long I'll get you a picture of it",
        "How the fuck you run out of mugs, and a sexy mug at that",
        "Vous confirmez la livraison ?",
    ],
)
def test_anger_at_the_product_is_no_abuse(text: str) -> None:
    assert abuse_in(text) is None


@pytest.mark.parametrize(
    ("said", "answers", "expected"),
    [
        ("My parcel is late!", (), Stance.ANSWER),
        (INSULT, (), Stance.SET_BOUNDARY),
        (INSULT, ("Sorry for the wait.",), Stance.SET_BOUNDARY),
        (INSULT, (BOUNDARY,), Stance.LAST_WORD),
        (INSULT, (BOUNDARY, "We cannot go on without insults stopping; write with respect."), Stance.STOP),
        ("Fine. Where is it?", (BOUNDARY,), Stance.ANSWER),
        ("I will find you", (), Stance.HAND_OVER),
        ("drop dead", (BOUNDARY, BOUNDARY), Stance.HAND_OVER),
    ],
)
def test_boundary_is_set_once_then_a_last_word_then_silence(
    said: str, answers: tuple[str, ...], expected: Stance
) -> None:
    assert stance(said, answers=answers) is expected


def test_boundary_is_known_in_both_languages() -> None:
    assert is_boundary("Nous vous aidons volontiers, sans insultes.")
    assert is_boundary(BOUNDARY)
    assert not is_boundary("We are sorry.")
