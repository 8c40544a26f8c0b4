"""Personal data in a public text: what names, reaches or charges a person, in English and French forms."""

import re
from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import NamedTuple


class PrivateData(StrEnum):
    """What sort of personal data it is."""

    EMAIL = "email"
    IBAN = "iban"
    CARD = "card"
    ORDER = "order"
    ACCOUNT = "account"
    PHONE = "phone"
    ADDRESS = "address"


class Found(NamedTuple):
    """A piece of personal data as it is written."""

    kind: PrivateData
    text: str


# boxes of a team and lines that cost nothing are how a brand is reached, and nobody's own
_TEAM_BOX = re.compile(
    r"(?:aide|assistance|bonjour|care|clients?|contact|customer.?care|customer.?service|hello|help|info|office"
    r"|orders|press|presse|privacy|returns|retours|sales|service(?:.?clients?)?|shop|support|team)@",
    re.IGNORECASE,
)
_FREE_LINE = re.compile(r"(?:1)?8(?:00|33|44|55|66|77|88)\d{7}|0?80[0-9]\d{6}|(?:33)?80[0-9]\d{6}")
_NOT_THEIRS = r"(?:(?!\b(?:your|his|her|their|votre|vos|son|sa|leur)\b)[^.!?])"
_OWN_LINE = re.compile(
    r"\b(?:(?:call|contact|reach|ring|text|phone) us|our (?:help|hot)?lines?|helplines?|hotlines?)\b"
    rf"{_NOT_THEIRS}{{0,15}}$"
    rf"|\b(?:appelez|joignez|contactez|joindre|contacter|appeler)[- ]nous\b{_NOT_THEIRS}{{0,20}}$",
    re.IGNORECASE,
)
# what a shop sends goes elsewhere: its own address stands right behind it
_RIGHT_BEHIND = r"(?:[ ,:]*\b(?:is|at|in|on|near|by|located|est|au|aux|à|du|de|sur|situ[ée]e?s?))*[ ,:]*$"
_OWN_PLACE = re.compile(
    r"\bour (?:[\w-]+ )?(?:shop|store|office|branch|depot|hotel|clinic|counter|showroom|workshop|warehouse)\b"
    rf"{_RIGHT_BEHIND}"
    r"|\b(?:visit|find|see|meet) us\b[^.!?]{0,15}$|\b(?:drop|come|walk|pop) (?:in|by|over|in to|into)\b"
    r"[^.!?]{0,15}$|\b(?:notre|nos) (?:[\w-]+ )?(?:boutique|magasin|agence|bureau|succursale|d[ée]p[ôo]t"
    r"|h[ôo]tel|clinique|comptoir|guichet|atelier|entrep[ôo]t)s?\b"
    rf"{_RIGHT_BEHIND}"
    r"|\b(?:passez|venez|retrouvez-nous)\b[^.!?]{0,20}$",
    re.IGNORECASE,
)
# written for the eye alone: one character for another, and those that nobody sees
_TYPED = str.maketrans({
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2212", "-"),
    **dict.fromkeys("\u00a0\u2009\u202f", " "),
})
_UNSEEN = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")
_DATE = re.compile(r"(?:19|20)\d\d-\d\d-\d\d")
_NUMBER = (
    r"(?:\s*(?:number|num(?:é|e)ro|no\b\.?|n[°º]\.?|is\b|est\b(?:\s*le\b)?|id\b|ref\b\.?|réf\b\.?|reference"
    r"|r[ée]f[ée]rence|code|client|card|carte|#|:|,))*\s*"
)
_THING = (
    r"(?:order|commande|parcel|colis|tracking|suivi|booking|r[ée]servation|invoice|facture|ticket|dossier|claim"
    r"|sinistre|confirmation|r[ée]f[ée]rence)"
)
# the goods of a brand have numbers, too, that are nobody's
_OF_GOODS = re.compile(
    r"\b(?:model|mod[eè]le|version|build|part|pi[eè]ce|type|firmware|recall|rappel|lot|batch|item|article|product"
    r"|produit|sku|form|formulaire|code)(?: (?:no\b\.?|n[°º]\.?|number|num[ée]ro))?"
    r"(?: (?:for|of|de|du|des|d')\b[^.!?,]{0,25})?(?: is| est|:)? ?$",
    re.IGNORECASE,
)
_LOCATOR = r"(?:(?:booking|reservation|record) (?:reference|ref|locator|code)|pnr|r[ée]f[ée]rence de r[ée]servation)"
_STREET_EN = (
    r"(?:street|st|road|rd|avenue|ave|drive|dr|lane|ln|boulevard|blvd|court|crescent|close|terrace|parkway"
    r"|highway|way)"
)
_STREET_FR = (
    r"(?:rue|avenue|av\.|boulevard|boul\.|bd|chemin|place|all[ée]e|impasse|route|quai|rang|c[oô]te"
    r"|mont[ée]e)"
)


def _is_iban(text: str) -> bool:
    code = re.sub(r"\s", "", text)
    return 15 <= len(code) <= 34 and int("".join(str(int(char, 36)) for char in code[4:] + code[:4])) % 97 == 1


def _is_card(text: str) -> bool:
    digits = [int(char) for char in text if char.isdigit()]
    if len(digits) == 4:
        return True
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[-2::-2]]
    return 13 <= len(digits) <= 19 and (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0


def _is_phone(text: str) -> bool:
    digits = re.sub(r"\D", "", text)
    if not 10 <= len(digits) <= 15 or _DATE.match(text) or _FREE_LINE.fullmatch(digits):
        return False
    # digits in one run are a number of anything, unless they begin as only a telephone's do
    return not text.isdecimal() or (text.startswith("0") and len(digits) == 10)


def _is_order(text: str) -> bool:
    return not re.search(_DATE.pattern + "$", text)


def _is_own_box(text: str) -> bool:
    return not _TEAM_BOX.match(text)


def _any(text: str) -> bool:
    return True


# in this order: what is found is covered, so that the digits of an IBAN are no telephone
_FORMS: tuple[tuple[PrivateData, str, Callable[[str], bool]], ...] = (
    (PrivateData.EMAIL, r"(?<![\w@.+/-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+", _is_own_box),
    (
        PrivateData.EMAIL,
        (
            r"(?<![\w@.+/-])[\w.+-]+ ?(?:(?:@|[\[(]at[\])]|\bat\b) ?[\w-]+ ?(?:[\[(](?:dot|point)[\])]|\bdot\b)"
            r"|(?:@|[\[(]arobase[\])]|\barobase\b) ?[\w-]+ ?(?:[\[(]point[\])]|\bpoint\b)) ?[a-z]{2,10}\b"
        ),
        _is_own_box,
    ),
    (PrivateData.IBAN, r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b", _is_iban),
    (PrivateData.CARD, r"(?<![\w-])\d(?:[ -]?\d){12,18}(?![\w-])", _is_card),
    (
        PrivateData.CARD,
        (
            r"(?:ending(?: in| with)?|ends in|last (?:four|4)(?: digits| numbers| figures)?(?: are| is)?"
            r"|(?:se terminant|se termine|finissant|finit|termin[ée]e) par|(?:quatre|4) derniers chiffres(?: sont)?"
            r"|[*x•]{2,}):? ?\d{4}\b"
        ),
        _is_card,
    ),
    (
        PrivateData.ORDER,
        r"\b"
        + _THING
        + _NUMBER
        + r"(?:(?:[A-Z]{1,4}-?)?(?=(?:-?\d){5})\d{2,}(?:-\d{2,})*(?:-?[A-Z]{1,2})?"
        + r"|\d{1,3}(?: \d{3}){2,}|(?=(?:[A-Z]*\d){4})[A-Z\d]{8,})\b",
        _is_order,
    ),
    # as airlines and hotels write theirs: letters and figures in a few capitals
    (
        PrivateData.ORDER,
        rf"\b(?i:{_THING}{_NUMBER})(?=[A-Z]*\d)(?=\d*[A-Z])[A-Z\d]{{5,8}}\b|\b(?i:{_LOCATOR}{_NUMBER})[A-Z]{{6}}\b",
        _any,
    ),
    (
        PrivateData.ACCOUNT,
        r"\b(?:account|compte|customer|client|member|membre|membership|adh[ée]sion|adh[ée]rent|contract|contrat|policy"
        r"|police|loyalty|user|meter|compteur|serial|s[ée]rie|assur[ée]e?|s[ée]curit[ée] sociale|social security"
        r"|social insurance|assurance sociale|national insurance|passport|passeport|driving licen[cs]e|permis)"
        + _NUMBER
        + r"(?:(?=(?:[A-Z]*\d){4})[A-Z\d]{7,}"
        + r"|(?:[A-Z]{1,5}-?)?(?=(?:[ -]?[A-Z]?\d){4})\d{1,}[A-Z]?\d*(?:[ -]\d{2,})*(?:-[A-Z\d]{1,2})?)\b",
        _any,
    ),
    (PrivateData.ORDER, r"#[A-Z]{0,4}-?\d{5,}\b|\b[A-Z]{2,4}-?\d{5,}\b|\b1Z[A-Z\d]{16}\b", _any),
    (PrivateData.PHONE, r"(?<![\w.#-])(?:\+|\()?\d(?:[ ().-]{0,2}\d){8,14}(?![\w-])", _is_phone),
    (PrivateData.PHONE, r"(?<![\w./#-])(?:\(?\d{3}\)?/\d{3}[/-]\d{4}|0\d(?:/\d\d){4})(?![\w/-])", _is_phone),
    # a local number; after other figures it is the end of a longer one
    (PrivateData.PHONE, r"(?<![\w.,/#$€£)+-])(?<![\d)][ ])[2-9]\d\d-(?!\d\d00)\d{4}(?![\w/%$€£-])", _any),
    (
        PrivateData.ADDRESS,
        (
            rf"\b\d{{1,5}}[a-zA-Z]? (?:[A-Z][\w'-]+ ){{1,3}}(?i:{_STREET_EN})\b|"
            rf"\b\d{{1,5}}(?: (?:bis|ter))?,? (?i:{_STREET_FR}) (?:(?:de|du|des|la|le|les|Saint|Sainte)[ -]"
            rf"|[ld]')*[A-ZÀ-Ý]\w+|"
            r"\b[ABCEGHJ-NPRSTVXY]\d[A-Z] ?\d[A-Z]\d\b|\b[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}\b"
        ),
        _any,
    ),
)
# what stands before a number that is the brand's own
_OWN = {PrivateData.PHONE: _OWN_LINE, PrivateData.ORDER: _OF_GOODS, PrivateData.ADDRESS: _OWN_PLACE}
_CASED = frozenset({PrivateData.IBAN, PrivateData.ADDRESS})
_COMPILED = tuple(
    (kind, re.compile(form, 0 if kind in _CASED or "(?i:" in form else re.IGNORECASE), is_so)
    for kind, form, is_so in _FORMS
)


def private_data(text: str) -> Iterator[Found]:
    """What personal data a text holds; a team's own mailbox and line are none."""
    places = [place for place, char in enumerate(text) if char not in _UNSEEN]
    read = "".join(text[place] for place in places).translate(_TYPED)
    for kind, form, is_so in _COMPILED:
        for match in form.finditer(read):
            own = _OWN.get(kind)
            is_own = own and own.search(read, max(0, match.start() - 60), match.start())
            if is_so(match[0]) and not is_own:
                yield Found(kind, text[places[match.start()] : places[match.end() - 1] + 1])
                read = f"{read[: match.start()]}{' ' * len(match[0])}{read[match.end() :]}"
