"""Which matter a post is about, by words that leave no doubt, in English and French; where they leave some, none."""

import re

from triage import matter_words_en, matter_words_fr
from triage.matters import Matter

_COMPILED = {
    lang: [(matter, re.compile("|".join(signs[matter]))) for matter in Matter]
    for lang, signs in (("en", matter_words_en.SIGNS), ("fr", matter_words_fr.SIGNS))
}
_SOFTWARE = re.compile(
    r"\b(?:apps?|applications?|applis?|websites?|sites?|web ?pages?|pages?|software|logiciels?|updates?|firmware"
    r"|mises? a jour|checkout|iphone|android|browser|navigateur)\b"
)
# where it was bought is not what broke
_BOUGHT_THERE = re.compile(
    r"\b(?:bought|ordered|purchased|order|buy|got|paid|achete\w*|commande\w*|pris\w*|recu\w*)\b[^.!?\n]{0,40}?"
    r"\b(?:online|en ligne|(?:on|from|through|sur|via) (?:your|the|votre|le|l'|notre) ?(?:web)?(?:site|app|appli\w*"
    r"|page))\b"
)
_THING = re.compile(
    r"\b(?:lamps?|lights?|bulbs?|kettle|toaster|oven|stove|hob|fridge|freezer|washer|washing machine|(?:hair ?)?dryer"
    r"|dishwasher|vacuum|hoover|heater|boiler|radiator|blender|mixer|coffee (?:machine|maker)|iron|shaver|razor|drill"
    r"|saw|mower|bike|bicycle|scooter|pram|stroller|chairs?|tables?|sofa|mattress|beds?|shelf|shelves|wardrobe|doors?"
    r"|locks?|blinds?|taps?|shower|toilet|pump|thermostat|clock|toys?|doll|lift|elevator|tent|shoes?|boots?|jacket|coat"
    r"|lampes?|ampoules?|lumieres?|bouilloire|grille-pain|four|cuisiniere|plaque|frigo|refrigerateur|congelateur"
    r"|lave-\w+|seche-\w+|machine a laver|aspirateur|chauffage|chauffe-eau|chaudiere|radiateur|mixeur|robot|cafetiere"
    r"|machine a cafe|fer|rasoir|perceuse|scie|tondeuse|velo|trottinette|poussette|chaises?|canape|matelas|lit|etagere"
    r"|armoire|portes?|serrure|volets?|robinet|douche|pompe|reveil|horloge|jouets?|poupee|ascenseur|tente|chaussures?"
    r"|bottes?|veste|manteau|vitre|fenetre)\b"
)
_ON_SCREEN = re.compile(
    rf"\b(?:{matter_words_en.ON_SCREEN}|{matter_words_fr.ON_SCREEN}|online|en ligne|iphone|android)\b"
)


def matter_of(folded: str, *, lang: str) -> Matter | None:
    """What a text without capitals and accents complains of first, the gravest before others.

    Its own language is heard first: people mix two, and a language is heard amiss at times.
    """
    lists = [signs for _, signs in sorted(_COMPILED.items(), key=lambda one: one[0] != lang)]
    found = next((matter for signs in lists for matter, form in signs if form.search(folded)), None)
    return _of_screen_or_thing(found, folded) if found in {Matter.DEFECT, Matter.CRASH} else found


def _of_screen_or_thing(found: Matter, folded: str) -> Matter:
    """A thing that breaks and a page that does are told with the same words: what else is named tells them apart."""
    told = _BOUGHT_THERE.sub(" ", folded)
    if _THING.search(told) and not _SOFTWARE.search(told):
        return Matter.DEFECT
    return Matter.CRASH if _ON_SCREEN.search(told) else found
