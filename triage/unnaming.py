"""Makes a reply out of an answer that was given to one person: who and what it named become places to fill in."""

import re
import unicodedata
from collections.abc import Mapping, Sequence

from triage.figures import Figure, figures
from triage.naming import named
from triage.private_data import PrivateData, private_data

_LABELS: Mapping[str, Mapping[str, str]] = {
    "en": {
        PrivateData.EMAIL: "e-mail address",
        PrivateData.IBAN: "bank account",
        PrivateData.CARD: "card number",
        PrivateData.ORDER: "order number",
        PrivateData.ACCOUNT: "account number",
        PrivateData.PHONE: "telephone number",
        PrivateData.ADDRESS: "address",
        "handle": "account name",
        Figure.AMOUNT: "amount",
        Figure.NUMBER: "number",
        Figure.CODE: "code",
        Figure.DAY: "day",
        Figure.TIME: "time of day",
    },
    "fr": {
        PrivateData.EMAIL: "courriel",
        PrivateData.IBAN: "compte bancaire",
        PrivateData.CARD: "numéro de carte",
        PrivateData.ORDER: "numéro de commande",
        PrivateData.ACCOUNT: "numéro de compte",
        PrivateData.PHONE: "numéro de téléphone",
        PrivateData.ADDRESS: "adresse",  # codespell:ignore adresse
        "handle": "nom du compte",
        Figure.AMOUNT: "montant",
        Figure.NUMBER: "numéro",
        Figure.CODE: "code",
        Figure.DAY: "jour",
        Figure.TIME: "heure",
    },
}
# one character for each place until the text is whole; no text of people holds them
_NAME, _AGENT, _ELSE = "\ue000", "\ue001", "\ue002"
_HELD = {kind: chr(ord(_ELSE) + number) for number, kind in enumerate(_LABELS["en"], start=1)}
_NOT_THEIRS = re.compile(r"\{[{%#]|[}%#]\}|[{}\ue000-\ue0ff\u00ad\u200b\u2060\ufeff]")
_HANDLE = re.compile(r"(?<![\w.+-])@[\w.-]*\w(?:@[\w.-]*\w)?")
_FILL = re.compile(r"\[▸([^\]\n]*)\]?")
_SIGNED = re.compile(
    r"((?:\s[-\u2013\u2014~]\s*|\s\^))[A-Z\u00c0-\u00dd][\w'\u2019-]*(?:\s[A-Z\u00c0-\u00dd][\w'\u2019.-]*)?\s*$"
)
_DAYS = re.compile(rf"{_HELD[Figure.DAY]}(?:,? {_HELD[Figure.DAY]})+")
# who is greeted, thanked or called by a name that is not the account's
_TITLE = r"(?:Monsieur|Madame|Mademoiselle|Mr|Mrs|Ms|Miss|Mme|Mlle|M|Dr|Prof)\b\.? "
_NOBODY = (
    r"(?:There|All|Team|Everyone|Everybody|Folks|Sir|Madam|Madame|Monsieur|Mademoiselle|Again|You|So|Very|For|The|Our|We|I"
    r"|Beaucoup|Bien|Encore|Infiniment|Pour|De|À|Tous|Toutes?|Nous|Je|Vous|Notre|Votre|Le|La|Les"
    r"|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b"
)
_CALLED = (
    r"\b(?:(?i:hi|hello|hey|dear|bonjour|bonsoir|salut|coucou|ch[eè]re?|good (?:morning|afternoon|evening)) "
    r"|(?i:thanks|thank you)(?i: so much| very much| a lot| again)?,? "
    r"|(?i:sorry|apologies|i (?:hear|understand) you),? "
    r"|(?i:merci)(?i: beaucoup| bien| encore| infiniment| à vous)?,? |(?i:désolée?s?|pardon),? )"
    # at the end of a sentence: "It is done, Lina."; a farewell is followed by who writes
    r"|(?<!regards)(?<!wishes)(?<!sincerely)(?<!cordialement)(?<!bientôt)(?<!cheers)"
    r"(?<=[a-zà-ÿ]), (?=[^\s,]+\s*(?:[.!?]|$))"
)
_GREETED = re.compile(
    rf"({_CALLED})((?:{_TITLE})?)(?!{_NOBODY})"
    r"([^\W\d_][\w'\u2019-]+)((?: [^\W\d_][\w'\u2019-]+)?)"
    r"(?=\s*[,.!:;?\n\u2013\u2014-]|\s*$| (?:for|and|who|pour|de|d'|et|qui)\b)"
)


def without_persons(text: str, *, lang: str, names: Sequence[str], agent: str = "", has_figures: bool = True) -> str:
    """The text as a reply with places: the customer's `names`, handles and personal data, and who signed it.

    The words around them are left alone, so that a person reads it again before it is kept. No brace of theirs is
    left: what looks like a place of ours in somebody's words is none. Without `has_figures`, sums, numbers, days and
    times that were one customer's are places, too, and so is whoever is greeted.
    """
    read = _NOT_THEIRS.sub("", unicodedata.normalize("NFC", text))
    for kind, found in private_data(_HANDLE.sub(lambda match: _ELSE * len(match[0]), read)):
        read = read.replace(found, _HELD[kind])
    for start, end in sorted(named(read, names), reverse=True):
        read = f"{read[:start]}{_NAME}{read[end:]}"
    read = _SIGNED.sub(rf"\1{_AGENT}", read)
    if agent.strip():
        read = re.sub(rf"(?<!\w){re.escape(agent.strip())}(?!\w)", _AGENT, read)
    read = _HANDLE.sub(_HELD["handle"], read)
    if not has_figures:
        read = _GREETED.sub(_greeted, read)
        for figure, start, end in reversed(list(figures(read))):
            read = f"{read[:start]}{_HELD[figure]}{read[end:]}"
        read = _DAYS.sub(_HELD[Figure.DAY], read)
    read = re.sub(rf"{_NAME}(?:\s+{_NAME})+", _NAME, read).strip()
    labels = {_HELD[kind]: label for kind, label in _LABELS.get(lang, _LABELS["en"]).items()}
    # no place stands in another
    inner = str.maketrans({_NAME: "\u2026", _AGENT: "\u2026", **labels})
    outer = str.maketrans({
        _NAME: "{{ name }}",
        _AGENT: "{{ agent }}",
        **{at: _fill(what) for at, what in labels.items()},
    })
    return _FILL.sub(lambda match: _fill(match[1].strip().translate(inner)), read).translate(outer)


def _fill(what: str) -> str:
    quoted = what.replace("\\", "").replace("'", "\u2019")
    return f"{{{{ fill('{quoted}') }}}}"


def _greeted(found: re.Match[str]) -> str:
    """The greeting with a place for whom it names; nobody's name begins with a small letter."""
    greeting, _title, first, second = found.groups()
    if not first[0].isupper() or (second and not second[1].isupper()):
        return found[0]
    return f"{greeting}{_NAME}"
