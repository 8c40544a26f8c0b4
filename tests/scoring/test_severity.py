"""Injuries come first, hazards, law and privacy soon after, and figures of speech frighten nobody."""

import pytest

from scoring.pipeline import Post, Score, Scorer
from triage.urgency import Severity

SCORER = Scorer()
WORSE = {Severity.P1, Severity.P2}


def score(text: str) -> Score:
    return SCORER.score([Post(text=text)])[0]


@pytest.mark.parametrize(
    "text",
    [
        "The handle of your pan broke off and I have a burn on my arm",
        "Found shards of glass in the jam jar",
        "Smoke came out of the heater and we had to open all windows",
        "My fan threw sparks from the socket",
        "I got an electric shock from your toaster",
        "The baby nearly ended up choking on a loose button of the bear",
        "The stool collapsed under my father, he needed stitches",
        "The shelf came off the wall and it hit her head",
        "Brûlure au deuxième degré à cause de votre bouilloire",
        "Des étincelles sortent de la prise de la lampe",
        "Il y a de la fumée qui sort du grille-pain",
        "Le tabouret a cédé sous mon père",
        "L'étagère est tombée et mon fils s'est cogné la tête",
    ],
)
def test_whoever_was_or_may_at_once_be_hurt_comes_first(text: str) -> None:
    found = score(text)

    assert found.severity is Severity.P1
    assert found.needs_answer
    assert found.reasons[0].name == "safety"


@pytest.mark.parametrize(
    "text",
    [
        "Is there lead in the glaze of these mugs? My kids drink from them",
        "The oven door shattered overnight in my kitchen",
        "My charger gets too hot to touch",
        "Y a-t-il du plomb dans cette peinture ? Je l'ai mise dans la chambre du bébé",
        "Your guard followed me around because of my skin colour. Racist shop",
        "Votre vendeuse a été raciste avec ma mère",
        "I can see a stranger's invoice with her home address in my account",
        "Je vois la facture d'une inconnue avec son adresse dans mon compte",
        "I know where you live, tell your driver to be careful",
        "My lawyer will write to you, this is a disgrace and nobody answers!!!",
        "See you in small claims court, you useless thieves",
        "I sent a deletion request a month ago and you still email me. Delete my data!",
        "Nous irons aux petites créances si rien ne bouge",
    ],
)
def test_hazards_law_and_privacy_are_grave_and_short_of_an_alarm(text: str) -> None:
    found = score(text)

    assert found.severity is Severity.P2
    assert found.needs_answer


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("The turnstile shut on my mother's wrist, we are having it seen to", Severity.P1),
        ("A chip of the mug went into my lip. It is a small cut.", Severity.P1),
        ("There is a smell of gas on the second floor, just letting you know", Severity.P1),
        ("Le tourniquet s'est refermé sur le poignet de ma mère, on la soigne", Severity.P1),
        ("Ça sent le gaz au deuxième étage, je vous préviens", Severity.P1),
        ("The railing by the pond is loose, thought you would want to know", Severity.P2),
        ("No lifeguard at your lake today", Severity.P2),
        ("The conductor's seat belt doesn't lock, as an observation", Severity.P2),
        ("I can see another member's address in my app", Severity.P2),
        ("They ignored my deaf son and served the next one", Severity.P2),
        ("La rambarde près de l'étang branle, je me suis dit que vous voudriez le savoir", Severity.P2),
        ("Aucun sauveteur à votre lac aujourd'hui", Severity.P2),
        ("Je vois l'adresse d'un autre membre dans mon appli", Severity.P2),
    ],
)
def test_a_calm_report_of_danger_is_as_grave_as_a_loud_one(text: str, severity: Severity) -> None:
    found = score(text)

    assert found.severity is severity
    assert found.needs_answer


@pytest.mark.parametrize(
    "text",
    [
        "Burning question: which blue is nicer for a hallway?",
        "What is the lead time for the oak table?",
        "This blanket is shockingly good",
        "This lamp sparks joy in my living room",
        "That shop is dangerous for my wallet",
        "Your sale is smoking hot today",
        "If I recall there was a green one",
        "The plates arrived shattered, please send new ones",
        "Question brûlante : quand revient le bleu ?",
        "J'adore le verre fumé de cette lampe",
        "The stairs to the shop are long and my parcel was missing a sock",
        "Hazard lights on, doughnuts bought",
        "These prices cost me an arm and a leg, and the lid is broken",
        "Fingers crossed the broken lamp gets replaced",
        "Un coup de main serait bien, la boîte est cassée",
    ],
)
def test_figures_of_speech_frighten_nobody(text: str) -> None:
    assert score(text).severity not in WORSE


@pytest.mark.parametrize(
    "text",
    [
        "My parcel is late",
        "Parcel late.",
        "my order never came",
        "Still waiting for my package",
        "The lamp arrived broken",
        "You sent me the wrong colour",
        "I was charged twice for one cushion",
        "The zip broke after two days",
        "Can't log in to my account since this morning",
        "Mon colis est en retard",
        "Toujours pas reçu ma commande",
        "La lampe est arrivée cassée",
        "J'ai été débité deux fois",
        "Impossible de me connecter à mon compte",
    ],
)
def test_plain_complaints_are_caught(text: str) -> None:
    assert score(text).needs_answer


@pytest.mark.parametrize(
    "text",
    [
        "Poll: linen or cotton for summer? I'm team linen since last year.",
        pytest.param(
            "Can confirm the doormat says HEY and people say hey back",
            marks=pytest.mark.xfail(strict=True, reason="a joke that shouts: taken for a complaint since ADR 20"),
        ),
        "Poll: tea or coffee on a rainy Sunday? I was team tea last year",
        "My cat has claimed the new rug as her kingdom",
        "Saw their window on the way home, very cosy",
        "My sofa and I are now in a committed relationship",
        "Three cushions in and my partner still counts only two",
        "Rainy day, candle, book. That's it, that's the post",
        "Sondage : lin ou coton cet été ? Moi c'est le lin",
        "Mon chat a adopté le nouveau tapis",
        "Dimanche pluvieux, une bougie et un livre",
    ],
)
def test_chatter_polls_and_jokes_are_left_alone(text: str) -> None:
    assert not score(text).needs_answer


@pytest.mark.parametrize(
    "text",
    [
        "My son fell off his bike and scraped his knee, grandma had plasters, all good",
        "Verstappen is the best driver racing today",
        "Stairs workout done, my legs are gone",
        "We left the pram at home because the lift at the museum was out",
        "Photos d'un autre temps au musée, à voir",
        "La balançoire du jardin est sous la neige, vivement le printemps, quelle belle soirée",
    ],
)
def test_body_or_a_staircase_in_a_story_endangers_nobody(text: str) -> None:
    assert score(text).severity not in {"P1", "P2"}
