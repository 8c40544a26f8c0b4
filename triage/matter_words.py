"""Which matter a post is about, by words that leave no doubt, in English and French; where they leave some, none."""

import re

from triage import matter_words_en, matter_words_fr
from triage.matters import Matter

_COMPILED = {
    lang: [(matter, re.compile("|".join(signs[matter]))) for matter in Matter]
    for lang, signs in (("en", matter_words_en.SIGNS), ("fr", matter_words_fr.SIGNS))
}
_ON_SCREEN = re.compile(
    rf"\b(?:{matter_words_en.ON_SCREEN}|{matter_words_fr.ON_SCREEN}|online|en ligne|iphone|android)\b"
)


def matter_of(folded: str, *, lang: str) -> Matter | None:
    """What a text without capitals and accents complains of first, the gravest before others.

    Its own language is heard first: people mix two, and a language is heard amiss at times.
    """
    lists = [signs for _, signs in sorted(_COMPILED.items(), key=lambda one: one[0] != lang)]
    found = next((matter for signs in lists for matter, form in signs if form.search(folded)), None)
    if found is Matter.DEFECT and _ON_SCREEN.search(folded):
        # a thing that breaks and a page that does are told with the same words
        return Matter.CRASH
    return found
