"""Abuse of the people who answer, told apart from anger at the product, and how far an answer then goes."""

import re
from collections.abc import Sequence
from enum import StrEnum


class Abuse(StrEnum):
    """What is done to the person who answers, the gravest first."""

    THREAT = "threat"
    HARASSMENT = "harassment"
    INSULT = "insult"


class Stance(StrEnum):
    """What to do next: a boundary once, a last word, then silence; what endangers people is handed over at once."""

    ANSWER = "answer"
    SET_BOUNDARY = "set_boundary"
    LAST_WORD = "last_word"
    STOP = "stop"
    HAND_OVER = "hand_over"


_EN_NAMES = (
    r"(?:idiots?|morons?|imbeciles?|clowns?|scum(?:bags?)?|assholes?|bastards?|bitch(?:es)?|cunts?"
    r"|dickheads?|retards?|losers?"
    r"|parasites?|vermin|dumb|stupid|useless|worthless|pathetic|brainless|incompetent fools?)"
)
_FR_NAMES = (
    r"(?:idiote?s?|abrutie?s?|cr[ée]tine?s?|imb[ée]ciles?|d[ée]biles?|connards?|connasses?|cons?|conne"
    r"|salauds?|salopes?|encul[ée]s?"
    r"|enfoir[ée]s?|b[âa]tards?|clowns?|guignols?|nulle?s?|minables?|incapables|vermine|parasites?|ordures?)"
)
_EN_PEOPLE = (
    r"(?:you|you people|you guys|your (?:\w+ )?(?:agents?|staff|team|employees?|reps?|people|girl"
    r"|guy|manager)|\w+ from your team)"
)
_FR_PEOPLE = (
    r"(?:vous|tu|vos (?:employ[ée]s|agents|conseill\w+|vendeu\w+|gens)|votre (?:[ée]quipe|agente?"
    r"|conseill\w+|vendeu\w+|personnel))"
)
_FORMS: dict[Abuse, tuple[str, ...]] = {
    Abuse.THREAT: (
        (
            r"\b(?:i will|i'll|i am going to|i'm going to|we will|someone (?:will|should)) (?:find|hurt|kill"
            r"|shoot|stab|burn|beat|punch) "
            r"(?:you|her|him|them|your (?:\w+ )?(?:face|shop|store|house|family|office))"
        ),
        (
            r"\b(?:watch your back|know where (?:you|she|he|they) (?:live|work|park)|you(?:'ll| will) (?:regret"
            r"|pay for) this"
            r"|teach (?:you|her|him|them) a lesson|be waiting (?:for (?:you|her|him)|outside))"
        ),
        (
            r"\b(?:je vais|on va|je viendrai|nous allons) (?:vous |te |la |le |les |lui )(?:retrouver|tuer"
            r"|frapper|br[ûu]ler|casser|faire (?:la "
            r"peau|du mal)|crever)"
        ),
        (
            r"\b(?:(?:sais|sait) o[ùu] (?:vous|tu|elle|il|ils) (?:habit|travaill|gar)"
            r"|vous allez (?:le )?(?:regretter|payer)|tu vas (?:le )?"
            r"(?:regretter|payer)|casser la (?:gueule|figure)|(?:attends|attendrai|attendre) [àa] la sortie)"
        ),
    ),
    Abuse.HARASSMENT: (
        (
            r"\b(?:kill yourself|drop dead|go die|hope you (?:die|get cancer|lose your (?:job|child))"
            r"|send (?:me )?nudes|go back to (?:your"
            r"|where))"
        ),
        (
            r"\b(?:allez (?:crever|mourir)|va (?:crever|mourir)|cr[èe]ve\b|suicide[sz]?[- ](?:toi|vous)"
            r"|retourne[sz]? (?:dans (?:ton|votre)"
            r"|chez (?:toi|vous|eux)))"
        ),
    ),
    Abuse.INSULT: (
        (
            rf"\b{_EN_PEOPLE}(?:'re| are| is|'s)? (?:all |a |an |just |such |so |nothing but |bunch of "
            rf"|(?:\w+ly) |bloody |fucking |complete )*"
            rf"{_EN_NAMES}\b(?! (?:app|site|website|kettle|product|policy|system|bot|thing|update|price|company"
            rf"|form|process)\b)"
        ),
        rf"\b(?:listen|hey|hello|answer me),? (?:you )?{_EN_NAMES}\b",
        r"\b(?:(?<!the )fuck (?:you|off)|screw you|piss off|shut (?:the (?:hell|fuck) )?up|go to hell)\b",
        (
            rf"\b{_FR_PEOPLE} (?:êtes |es |sont |est |n'êtes que |n'es qu')?(?:vraiment |tous |toutes |une? "
            rf"|des |de |d'|qu'|bande de |que |gros(?:se)? "
            rf"|sacrés? |complètement |tellement )*{_FR_NAMES}\b"
        ),
        rf"\b(?:bande d(?:e |')|esp[èe]ces? d(?:e |')|sales? |gros(?:se)? ){_FR_NAMES}\b",
        (
            r"\b(?:ta gueule|vos gueules|ferme[sz]? (?:ta|votre|la) gueule|va te faire|allez vous faire"
            r"|allez au diable|fdp|ntm)\b"
        ),
    ),
}
_COMPILED = {kind: re.compile("|".join(forms), re.IGNORECASE) for kind, forms in _FORMS.items()}
_BOUNDARY = re.compile(
    r"\b(?:without insults|respectful|with respect|insults? (?:or|and) threats?|sans insultes?"
    r"|respectueu\w+|avec respect)\b",
    re.IGNORECASE,
)
_ENDANGERS = frozenset({Abuse.THREAT, Abuse.HARASSMENT})


def abuse_in(text: str) -> tuple[Abuse, str] | None:
    """The gravest abuse of people in a text and its words; anger at a product or a company is none."""
    read = text.replace("\u2019", "'")
    for kind, form in _COMPILED.items():
        if found := form.search(read):
            return kind, found[0]
    return None


def is_boundary(text: str) -> bool:
    """Whether an answer of the brand says what conduct it expects."""
    return bool(_BOUNDARY.search(text))


def stance(said: str, *, answers: Sequence[str] = ()) -> Stance:
    """What to do about the customer's newest words, after these answers of the brand."""
    found = abuse_in(said)
    if found is None:
        return Stance.ANSWER
    if found[0] in _ENDANGERS:
        return Stance.HAND_OVER
    match sum(map(is_boundary, answers)):
        case 0:
            return Stance.SET_BOUNDARY
        case 1:
            return Stance.LAST_WORD
        case _:
            return Stance.STOP
