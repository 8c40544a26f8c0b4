"""What strangers wrote, made fit for the page: web addresses only, and labels that mean nothing but themselves."""

import re
from urllib.parse import urlsplit

_MARKS = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~:$&^])")
_INVISIBLE = re.compile("[\u0000-\u0008\u000b-\u001f\u007f\u202a-\u202e\u2066-\u2069]")


def web_address(url: str | None) -> str | None:
    """The address if it is http or https with a host, else None."""
    if not url or _INVISIBLE.search(url) or any(mark.isspace() for mark in url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in {"http", "https"} and parts.hostname else None


def label(text: str) -> str:
    """Text for a place that reads markdown: every mark stands for itself."""
    return _MARKS.sub(r"\\\1", " ".join(text.split()))


def plain(text: str) -> str:
    """Text without control characters or marks that turn the writing direction of what follows."""
    return _INVISIBLE.sub("", text)
