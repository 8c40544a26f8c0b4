"""How long an answer may be on each platform; a draft is warned of it and never cut."""

import re
import unicodedata

LIMITS = {
    "bluesky": 300,
    "demo-social": 500,
    "googlebusiness": 4096,
    "googleplay": 350,
    "appstore": 5970,
    "mastodon": 500,
    "reddit": 10_000,
    "stackexchange": 600,
    "x": 280,
    "youtube": 10_000,
}
"""The platforms' own limits as a team finds them; a Mastodon server may allow more."""

_LINK = re.compile(r"https?://\S+")
_LINK_COUNTS = 23
"""What any link counts on X and on Mastodon."""


def limit_of(platform: str) -> int | None:
    """The most that an answer may count; None where there is no limit worth a warning."""
    return LIMITS.get(platform)


def length_on(platform: str, text: str) -> int:
    """How long a text counts there: marks on a letter are part of it, links have a length of their own."""
    match platform:
        case "x":
            links = len(_LINK.findall(text))
            # beyond the scripts that are written letter by letter, a sign counts twice
            weighed = sum(1 if ord(char) < 0x1100 else 2 for char in _typographic(_LINK.sub("", _composed(text))))
            return links * _LINK_COUNTS + weighed
        case "mastodon":
            return len(_LINK.sub("x" * _LINK_COUNTS, _composed(text)))
        case _:
            return len(_composed(text))


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _typographic(text: str) -> str:
    """Dashes and quotes count once, as letters do."""
    return re.sub("[\u2000-\u200d\u2010-\u201f\u2032-\u2037]", "'", text)
