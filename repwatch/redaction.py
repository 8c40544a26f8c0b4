"""Takes passwords out of a settings file: out of addresses, however they are written, and out of its comments."""

import json
import re
import tomllib

INSTEAD = "…"

_TOKEN = re.compile(
    r'''"""(?:\\.|[^\\])*?"{3,5}|\'\'\'.*?'{3,5}|"(?:\\.|[^"\\\n])*"|'[^'\n]*'|#[^\n]*''',
    re.DOTALL,
)
_USER = re.compile(r"(?<=://)([^\s/@:?#]*):.*@", re.DOTALL)
_KEY = re.compile(r"\w*(?:password|passwd|pwd|secret)\w*[\"']?\s*=\s*", re.IGNORECASE)
_QUOTED = re.compile(r"'(?:\\.|[^'\\])*'(?=\s|$)", re.DOTALL)
_NEXT = re.compile(r"\s+[A-Za-z_]\w*\s*=")
_NEXT_OF_ADDRESS = re.compile(r"&[A-Za-z_]\w*=")


def without_passwords(toml: str) -> str:
    """The settings with `INSTEAD` for each password; what else they say stays, unless it cannot be told apart."""
    found: list[str] = []
    place = 0
    for match in _TOKEN.finditer(toml):
        before, token = toml[place : match.start()], match[0]
        is_secret = _KEY.search(before.rpartition("\n")[2]) is not None
        found += [before, _comment(token) if token.startswith("#") else _text(token, is_secret=is_secret)]
        place = match.end()
    return "".join((*found, toml[place:]))


def _comment(token: str) -> str:
    """A comment may hold a setting as it was, or the words of one."""
    return f"#{_address(without_passwords(token[1:]))}"


def _text(token: str, *, is_secret: bool) -> str:
    try:
        said = str(tomllib.loads(f"said = {token}")["said"])
    except tomllib.TOMLDecodeError:
        return json.dumps(INSTEAD, ensure_ascii=False)
    safe = INSTEAD if is_secret else _address(said)
    return token if safe == said else json.dumps(safe, ensure_ascii=False)


def _address(said: str) -> str:
    """An address, or the keywords of libpq, without passwords; up to the next keyword all may be password."""
    said = _USER.sub(rf"\1:{INSTEAD}@", said)
    ends = _NEXT_OF_ADDRESS if "://" in said else _NEXT
    kept, place = "", 0
    while match := _KEY.search(said, place):
        kept += said[place : match.end()] + INSTEAD
        quoted = _QUOTED.match(said, match.end())
        after = ends.search(said, match.end())
        place = quoted.end() if quoted else after.start() if after else len(said)
    return kept + said[place:]
