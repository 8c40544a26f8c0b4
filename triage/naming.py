"""Finds a person's names in a text, however they are spelled: capitals, accents, apostrophes, and parts of handles."""

import re
import unicodedata
from collections.abc import Iterator, Sequence

_LATIN = "\u024f"
_APOSTROPHES = dict.fromkeys("\u2018\u2019\u02bc\u00b4`", "'")
_WORD = re.compile(r"[^\W\d_]+(?:['\u2018\u2019\u02bc\u00b4`-][^\W\d_]+)*")
_CAMEL = re.compile(r"(?<=[a-z\u00df-\u00ff])(?=[A-Z\u00c0-\u00de])|-")
_GREETED = re.compile(
    r"\b(?:hi|hello|hey|dear|bonjour|bonsoir|salut|cher|chere|mrs?|ms|miss|mme|mlle|dr|m|madame|monsieur)[ .,]*$"
)
_SHORTEST, _SHORT = 2, 3
# accounts are called "Angry In Toronto", too
_NOBODY = frozenset(
    """
    a am an and are as at be but by do for from go has have he hello hey here hi i if in is it its me mr mrs ms my no
    not of on or our she so sorry thank thanks that the their there they this to up us was we what when who with you
    your dear account angry brand client customer delivery guest help late member official order parcel post shop
    store team user au aux avec bonjour bonsoir ce ces cette cher chere dans de des du elle en est et il ils je
    la le les leur ma mais merci mes mme mon ne nos notre nous on ou par pas pour que qui sa se ses si son sur ta te
    tes ton tu un une va vos votre vous colis colere commande compte equipe livraison retard
    """.split()  # noqa: SIM905 -- a hundred lines of one word each say less
)
# names that are words, and words that accounts are called by
_WORDS = frozenset(
    """
    amber angel april art august autumn baker bear best bill bird black bliss blue bond brook brown bush carter case
    cash chance charity chase christian clay cliff cook cooper crystal dale daisy dawn day dean dollar drew early
    earnest eve faith fall field finch fine fish fisher flower forest fortune foster fox frank free french friend full
    gale gene general gift glass glen gold good grace grant gray great green grey guy hall happy hardy harmony hazel
    heath heather herb hill holly home hope hunt hunter iris ivy jade jasmine jean jewel joy judge june just justice
    king lake lance lane large last lily little long lord love low lucky maple mark marks marsh mason may mercy merit
    mile miles mill miller more need new nice night noble north olive opal page park parks patience pearl penny pepper
    piper pope porter price prince queen quick rain ready real reed rich river rivers robin rose royal ruby rush sad
    sage savage scout shade sharp short sky small smart snow south spring star stark stone storm strange street strong
    summer sunny swift tanner taylor temple terry thorn tiger trace tree true turner turn unhappy very violet wade
    waiting walker wall ward waters way weaver well wells west wheeler white wild will winter wise wish wolf wood
    woods word worth yellow young aime ange aube blanc blanche bleu bois bon bonne brun cadeau capucine chance chef
    claire clement constant cote desire fleur fleurs flore fort franc france grand grande gros joli jolie juste leger
    long lune marin marguerite matin merle moulin neige noel noir noire nuit parfait paris petit petite pierre place
    pomme porte prudence roi roux rue saint sainte sauvage soleil vert vide ville violette vrai
    """.split()  # noqa: SIM905 -- a hundred lines of one word each say less
)


def named(text: str, names: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where a text says one of the names or a part of one, longest names first; no two places overlap.

    A part that is a word, too, counts where it is written or addressed as a name: a customer called Will takes no
    verb out.
    """
    read = "".join(map(_plain, text))
    for name in sorted(_said(names), key=lambda one: (-len(one), one)):
        is_word = name in _WORDS or (name.isascii() and len(name) <= _SHORT)
        for match in re.finditer(rf"(?<!\w)@?{re.escape(name)}(?:@[\w.-]*\w|(?!\w))", read):
            if not is_word or _is_as_a_name(text, read, match.start()):
                yield match.span()
                read = f"{read[: match.start()]}{' ' * len(match[0])}{read[match.end() :]}"


def _is_as_a_name(text: str, read: str, start: int) -> bool:
    return text[start] == "@" or text[start].isupper() or _GREETED.search(read, max(0, start - 20), start) is not None


def _said(names: Sequence[str]) -> set[str]:
    found: set[str] = set()
    for name in (unicodedata.normalize("NFC", one).strip().removeprefix("@") for one in names):
        parts = _WORD.findall(name)
        found.update({name, *parts, *(bit for part in parts for bit in _CAMEL.split(part))})
    return {plain for one in found if len(plain := "".join(map(_plain, one))) >= _SHORTEST} - _NOBODY


def _plain(char: str) -> str:
    """The character that it is compared as: one for one, so that places stay where they are."""
    base = unicodedata.normalize("NFD", char)[0] if char <= _LATIN else char
    return _APOSTROPHES.get(base, base.lower()[:1])
