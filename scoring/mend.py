"""Undoes what a post suffers on its way: entities, UTF-8 that was read as another code, signs that nobody sees."""

import re
from html import unescape

# "é" in UTF-8 is two bytes, which read one at a time give "Ã©"; a quotation mark gives "â€™", an emoji four signs
_LATER = "\u0080-\u00bf\u20ac\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u017d"
_LATER += "\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u017e\u0178"
_MISREAD = re.compile(f"[\u00c2\u00c3][{_LATER}]|\u00e2[{_LATER}]{{2}}|\u00f0[{_LATER}]{{3}}")
_MARKS = frozenset("\u00c2\u00c3\u00e2\u00f0")
# soft hyphens, gaps of no width, marks of direction and of byte order
_UNSEEN = re.compile("[\u00ad\u200b\u200c\u200e\u200f\u2060\ufeff]")


def mended(text: str) -> str:
    """Give the text as it was written, as far as that can be told; what is in order stays as it is."""
    if "&" in text and ";" in text:
        text = unescape(text)
    if text.isascii():
        return text
    if not _MARKS.isdisjoint(text):
        text = _MISREAD.sub(_read_again, text)
    return _UNSEEN.sub("", text)


def _read_again(found: re.Match[str]) -> str:
    try:
        return b"".join(map(_byte, found[0])).decode("utf-8")
    except UnicodeDecodeError:
        return found[0]


def _byte(char: str) -> bytes:
    # five bytes have no sign in Windows-1252 and come as they are
    return char.encode("latin-1" if char <= "\u00ff" else "cp1252")
