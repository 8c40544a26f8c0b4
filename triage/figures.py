"""Finds the figures that an answer gave to one person: sums, numbers, days and times of day, in English and French."""

import re
from collections.abc import Iterator
from enum import StrEnum


class Figure(StrEnum):
    """What sort of figure it is."""

    AMOUNT = "amount"
    NUMBER = "number"
    CODE = "code"
    DAY = "day"
    TIME = "time of day"


_MONTH = (
    r"(?:jan(?:uary|vier)?|feb(?:ruary)?|f[ée]vr?(?:ier)?|mar(?:ch|s)?|apr(?:il)?|avr(?:il)?|may|mai|june?|juin|july?"
    r"|juil(?:let)?|aug(?:ust)?|ao[uû]t|sept?(?:ember|embre)?|oct(?:ober|obre)?|nov(?:ember|embre)?|d[ée]c(?:ember|embre)?)"
)
_WEEKDAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)"
_MONEY = r"(?:[$€£]|US\$|CA\$|C\$|(?:USD|CAD|EUR|GBP|CHF|AUD)\b)"
_SUM = r"\d{1,9}(?:[ .,\u00a0\u202f]\d{3}){0,3}(?:[.,]\d{1,2})?"
_HOUR = r"(?:une|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze)"
_HOUR_EN = r"(?:\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
# "sous 24 heures" says how long
_NO_SPAN = "".join(
    rf"(?<!{before} )" for before in ("sous", "dans", "en", "les", "pendant", "durant", "ici", "moins de", "plus de")
)
_AT = "|".join(rf"(?<=\b{before} )" for before in ("à", "avant", "vers", "dès", "après", "jusqu'à"))
_CALLED = "|".join(
    rf"(?<=\b{word}{between})"
    for word in ("code", "coupon", "voucher", "promo", "achat", "cadeau")
    for between in (" ", ": ", " : ", " is ", " est ", ' "', " « ", " “")
)
# the first that finds something at a place has it
_FORMS: tuple[tuple[Figure, str], ...] = (
    (
        Figure.AMOUNT,
        (
            rf"{_MONEY} ?{_SUM}|(?<![\d.,]){_SUM}[ \u00a0\u202f]?(?:{_MONEY}|%|percent\b|pour ?cent\b"
            r"|dollars?\b|euros?\b|pounds?\b|cad\b|usd\b|eur\b|gbp\b)"
        ),
    ),
    (
        Figure.DAY,
        (
            rf"\b\d{{4}}-\d\d-\d\d\b|\b\d{{1,2}}[/.]\d{{1,2}}[/.]\d{{2,4}}\b|\b(?:the )?\d{{1,2}}(?:st|nd|rd|th)\b"
            rf"(?: of)?(?: {_MONTH}\b\.?)?|\b\d{{1,2}}(?:er)? {_MONTH}\b\.?(?: \d{{4}}\b)?"
            rf"|\b{_MONTH}\.? \d{{1,2}}(?:st|nd|rd|th)?\b(?:,? \d{{4}}\b)?|\b1er\b|\b{_WEEKDAY}s?\b"
            rf"|(?<=\ble )\d{{1,2}}\b(?! ?(?:h|heures?|[$€%])\b)"
        ),
    ),
    (
        Figure.TIME,
        (
            r"(?<![\d.:])\d{1,2}(?:[:.]\d\d)? ?[ap]\.?m\b|(?<![\d.:])\d{1,2}:\d\d\b|\b\d{1,2} ?h(?: ?\d\d)?\b"
            rf"|\b{_HOUR_EN} o['\u2019]clock\b|(?:{_NO_SPAN}\b\d{{1,2}}|(?:{_AT}){_HOUR}) heures?"
            r"(?: (?:et (?:demie|quart)|moins (?:le |un )?quart|\d\d))?\b(?! de\b| d['\u2019])"
        ),
    ),
    (
        Figure.NUMBER,
        r"(?<![\w@./-])#?(?=[A-Z\d-]*\d[A-Z-]*\d[A-Z-]*\d)(?=[A-Z-]*[A-Z\d])[A-Z\d]+(?:-[A-Z\d]+)*(?![\w@/])",
    ),
    (
        Figure.CODE,
        # as shops write them: capitals after their word, or capitals and figures in one
        (
            rf"(?:{_CALLED})(?-i:[A-Z\d][A-Z\d-]{{3,}})(?!\w)|(?<![\w@./#-])"
            r"(?-i:(?=[A-Z\d-]{5})(?=[\d-]*[A-Z][\d-]*[A-Z])(?=(?:[A-Z-]*\d){2})[A-Z\d]+(?:-[A-Z\d]+)*)(?![\w@/])"
        ),
    ),
)
_EITHER = re.compile("|".join(f"(?P<{kind.name}>{form})" for kind, form in _FORMS), re.IGNORECASE)


def figures(text: str) -> Iterator[tuple[Figure, int, int]]:
    """The figures of a text from its start to its end, none within another."""
    for match in _EITHER.finditer(text):
        yield Figure[str(match.lastgroup)], match.start(), match.end()
