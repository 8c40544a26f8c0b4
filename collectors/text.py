"""Text as the warehouse may hold it: no markup, no NUL, no half characters."""

import re
from html.parser import HTMLParser

_BLOCKS = re.compile(r"blockquote|br|d[dt]|div|h[1-6r]|li|ol|p|pre|tr|ul")
_UNSEEN = frozenset({"head", "iframe", "noscript", "object", "script", "style", "svg", "template", "title"})
_SPACES = re.compile(r"[ \t\r\f\v\u00a0]+")
_LINES = re.compile(r" ?\n ?")
_GAPS = re.compile(r"\n{3,}")


def clean(text: str) -> str:
    """`text` without NUL, and with lone surrogates replaced, so that every store can take it."""
    return text.replace("\0", "").encode("utf-8", "surrogatepass").decode("utf-8", "replace")


def plain(html: str) -> str:
    """What a reader would see of `html`: blocks become lines, scripts and styles are dropped, entities are read."""
    reader = _Reader()
    reader.feed(clean(html))
    reader.close()
    text = _LINES.sub("\n", _SPACES.sub(" ", "".join(reader.seen)))
    return clean(_GAPS.sub("\n\n", text).strip())


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.seen: list[str] = []
        self._unseen: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self._unseen.append(tag)
        elif _BLOCKS.fullmatch(tag):
            self.seen.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if self._unseen and tag == self._unseen[-1]:
            self._unseen.pop()
        elif _BLOCKS.fullmatch(tag) and tag != "br":
            self.seen.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.seen.append(data)
