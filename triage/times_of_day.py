"""Times of today that a draft promises and that are over already, in English and French."""

import re
from collections.abc import Iterator
from datetime import time

_TYPED = str.maketrans({"\u2019": "'", "\u00a0": " ", "\u202f": " "})
# a stop between two figures ends nothing
_SENTENCE = re.compile(r"(?:[^.!?\n]|(?<=\d)\.(?=\d\d(?!\d)))+")
_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
# what is written large and goes on about a time: a day, a month, a zone
_OF_TIME = (
    r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Pacific|Mountain|Central|Eastern|Atlantic"
    r"|Newfoundland|[PMCEANH][SD]?T\b|GMT|UTC|BST|CES?T|WEST|IST|JST|AE[SD]T)"
)
# its last stop ends the sentence, too, where another begins
_HALF = re.compile(rf"\b([AaPp])\.[Mm]\b(?:\.(?!\s+(?!I\b|{_OF_TIME})[A-Z\u00c0-\u00dd]|\s*$))?")
_EN_TIME = (
    r"(?P<en_noon>noon|midday)|(?P<en_hour>\d{1,2})(?:[:.](?P<en_minute>\d\d))? ?(?P<en_half>[ap])m\b"
    r"|(?P<en_clock>\d{1,2}[:.]\d\d)\b(?! ?[ap]m)"
    rf"|(?P<en_oclock>\d{{1,2}}|{'|'.join(_WORDS)}) o'clock\b"
)
_FR_TIME = (
    r"(?P<fr_noon>midi)\b|(?P<fr_hour>\d{1,2}) ?(?:h|heures?)(?: ?(?P<fr_minute>\d\d))?(?!\w)"
    r"|(?P<fr_clock>\d{1,2}[:.]\d\d)\b"
)
_EN = re.compile(rf"\b(?:by|before|no later than) (?:{_EN_TIME})", re.IGNORECASE)
_FR = re.compile(rf"\b(?:avant|d'ici(?: à)?|au plus tard à) (?:{_FR_TIME})", re.IGNORECASE)
_EN_PROMISE = re.compile(r"(?:'ll|\b(?:will|shall|going to|you(?:'ll| will) (?:hear|have|get)))\b", re.IGNORECASE)
# French promises in the present, too; what was done stands in the past
_FR_PROMISE = re.compile(
    (
        r"\b(?:je|nous|on) (?:vous |te |le |la |les |lui |l'|y )*(?!ouvr|ferm|ai\b|avons\b|avais\b|avions\b|a\b|étais\b"
        r"|étions\b)\w+|\b(?!ouvr|ferm)\w{2,}(?:rai|rons|ra|rez|ront)\b"
    ),
    re.IGNORECASE,
)
_OTHER_DAY = re.compile(
    r"\b(?:tomorrow|tmrw|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|(?:mon|tue|wed|thu|fri|sat|sun)(?= by| at|,|\.)"
    r"|next"
    r"|weekend|every|each|daily|demain|lendemain|lundis?|mardis?|mercredis?|jeudis?|vendredis?|samedis?|dimanches?"
    r"|prochaine?|chaque|to(?:us|utes) les|\d{1,2}(?:st|nd|rd|th)|\d{1,2}/\d{1,2}|le (?:1er|\d{1,2}(?! ?h))"
    r"|(?:jan|febr)uary|march|april|june|july|august|(?:septem|octo|novem|decem)ber"
    r"|(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)\.? \d|\d (?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct"
    r"|nov|dec)"
    r"|janvier|février|mars|avril|juin|juillet|août|septembre|octobre|novembre|décembre)\b",
    re.IGNORECASE,
)
_TOMORROW = re.compile(r"\b(?:tomorrow|tmrw|demain)\b", re.IGNORECASE)
# behind a time: it is told by the clock of some other place
_ELSEWHERE = re.compile(
    r" ?\(?(?:(?:[PMCEANH][SD]?T|GMT|UTC|BST|CET|CEST|WEST|IST|JST|AEST|AEDT|H[NA]?[PRCEAT]|HAE|HNE)\b"
    r"|(?i:pacific|mountain|central|eastern|atlantic|newfoundland|your time|[a-zé]+ time\b|local time)"
    r"|(?i:,? ?(?:à l')?heure (?:de|du|d'|des|normale|avancée|locale)\b|chez vous|à (?:paris|vancouver|montréal)\b))"
)
_THIS_MORNING = re.compile(
    r"(?:\bwill\b|'ll\b)[^.!?\n]{0,60}\bthis morning\b|\b\w{2,}(?:rai|rons)\b[^.!?\n]{0,60}\bce matin\b"
    r"|\b(?:by|before) the end of the morning\b|\bavant la fin de la matinée\b",
    re.IGNORECASE,
)
_NOON, _EVENING, _EARLY = time(12), time(18), time(10)
_AFTERNOON = range(1, 8)
"""Hours that mean the afternoon where nobody says which half of the day: teams write by daylight."""


def past_times(text: str, *, local: time) -> Iterator[str]:
    """The times of today, as they are written, that were over at `local`; one of another day or zone is none."""
    is_for_tomorrow = False
    for match in _SENTENCE.finditer(_HALF.sub(r"\1m", text.translate(_TYPED))):
        sentence = match[0]
        is_after_tomorrow, is_for_tomorrow = is_for_tomorrow, _TOMORROW.search(sentence) is not None
        if is_after_tomorrow or _OTHER_DAY.search(sentence):
            continue
        begins = len(sentence) - len(sentence.lstrip())
        for form, promise in ((_EN, _EN_PROMISE), (_FR, _FR_PROMISE)):
            # looked for once, however many times of day there are
            promised = promise.search(sentence)
            for found in form.finditer(sentence) if promised else ():
                at = _time(found)
                # "by noon I will …" begins with it; what stands behind a time elsewhere may be about something else
                is_promised = promised is not None and (found.start() <= begins or promised.end() <= found.start())
                if at is None or not is_promised or _ELSEWHERE.match(sentence, found.end()):
                    continue
                if _is_over(at, local):
                    yield found[0]
        morning = _THIS_MORNING.search(sentence)
        if morning and local >= _NOON:
            yield morning[0]


def _is_over(at: time, local: time) -> bool:
    """Whether a time lies behind; who writes in the evening means the next morning."""
    return at <= local and not (local >= _EVENING and at < _EARLY)


def _time(found: re.Match[str]) -> time | None:
    """The latest time of day that is meant; None for one that no clock shows."""
    said = {name: value for name, value in found.groupdict().items() if value}
    if "en_noon" in said or "fr_noon" in said:
        return _NOON
    clock = said.get("en_clock") or said.get("fr_clock")
    oclock = said.get("en_oclock", "").lower()
    if oclock:
        hour, minute = _WORDS.index(oclock) + 1 if oclock in _WORDS else int(oclock), 0
    elif clock:
        hour, minute = map(int, re.split("[:.]", clock))
    else:
        hour, minute = _number(said, "hour"), _number(said, "minute")
    half = said.get("en_half", "").lower()
    is_open = oclock or ("en_clock" in said and not said["en_clock"].startswith("0"))
    if (half == "p" and hour < _NOON.hour) or (is_open and hour in _AFTERNOON):
        hour += _NOON.hour
    elif half == "a" and hour == _NOON.hour:
        hour = 0
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _number(said: dict[str, str], what: str) -> int:
    return int(said.get(f"en_{what}") or said.get(f"fr_{what}") or 0)
