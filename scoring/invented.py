"""Invented posts that teach the models how people write to a brand: dealt out of lists of sentences, and whole ones.

What is dealt says the same in many ways; what was written whole says many things, each once and as people do.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from zlib import crc32

_CHOICE = re.compile(r"\(([^()]*)\)")
_NAME = re.compile(r"\{(\w+)\}")
# how many posts each line of a list gives
_COPIES = 12
_TO_BRAND = ("", "@brand ", "@brand ", "@brand ", "@brand ", "hey @brand ")
# a question says less often whom it asks
_ASKED = ("", "", "", "@brand ", "@brand ", "hey @brand ")
_TO_FRIEND = ("", "", "@friend ", "@friend ", "@friend @other ")
_GRIEVED = ("", "", "", "", " @brand", " #fail", "!", "!!", "...", ".", " smh", " smh", "!", "", " http://x.example/0")
_PLAIN = ("", "", "", "", ".", "!", " #brand", " http://x.example/0")
_NOTHING = ("",)
# what stands before a post of a kind, and what behind it
_AROUND: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "complaint": (_TO_BRAND, _GRIEVED),
    "question": (_ASKED, _PLAIN),
    "request": (_ASKED, _NOTHING),
    "praise": (_TO_BRAND, _PLAIN),
    "mention": (_NOTHING, _PLAIN),
    "news": (_NOTHING, _PLAIN),
    "grim": (_TO_FRIEND, _PLAIN),
    "glad": (_TO_FRIEND, _PLAIN),
    "chatter": (_TO_FRIEND, _PLAIN),
    "reply": (("@friend ",), _NOTHING),
    "reply_chat": (("@friend ",), _PLAIN),
}
_IN_TWO_SENTENCES = frozenset(("complaint", "praise", "question"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Invented:
    """One invented post and what it is."""

    kind: str
    lang: str
    text: str
    is_whole: bool = False

    @property
    def sentiment(self) -> str:
        """The mood that its kind is in."""
        if self.kind in {"complaint", "grim", "poor_review"}:
            return "negative"
        return "positive" if self.kind in {"praise", "glad", "good_review"} else "neutral"


def invented() -> Iterator[Invented]:
    """Give all posts, the same each time and everywhere."""
    for lang in ("en", "fr"):
        lists = tomllib.loads(files("scoring").joinpath(f"invented_{lang}.toml").read_text(encoding="utf-8"))
        names = lists.pop("names")
        for kind, told in lists.items():
            dealer = _Dealer(f"{lang} {kind}", names)
            for turn in range(_COPIES):
                for line in told["posts"]:
                    yield Invented(kind=kind, lang=lang, text=dealer.post(kind, line, told["posts"], turn))
        whole = files("scoring").joinpath(f"invented_whole_{lang}.txt").read_text(encoding="utf-8")
        for kind, _, text in (line.partition("\t") for line in whole.splitlines()):
            yield Invented(kind=kind, lang=lang, text=text, is_whole=True)


class _Dealer:
    """Picks by checksums of a growing number, which give the same in any version of any system."""

    def __init__(self, seed: str, names: Mapping[str, list[str]]) -> None:
        self._seed, self._names, self._n = seed, names, 0

    def pick(self, options: Sequence[str]) -> str:
        self._n += 1
        return options[crc32(f"{self._seed} {self._n}".encode()) % len(options)]

    def fill(self, line: str) -> str:
        while _CHOICE.search(line):
            # the inner choices first
            line = _CHOICE.sub(lambda found: self.pick(found[1].split("|")), line)
        line = _NAME.sub(lambda found: self.pick(self._names[found[1]]), line)
        return " ".join(line.split())

    def post(self, kind: str, line: str, lines: Sequence[str], turn: int) -> str:
        parts = [self.fill(line)]
        if kind.endswith("_review") or (turn % 3 == 1 and kind in _IN_TWO_SENTENCES):
            parts.append(self.fill(self.pick(lines)))
        text = self.pick((". ", " ", ", ", "! ")).join(parts)
        before, behind = _AROUND.get(kind, (_NOTHING, _NOTHING))
        text = self.pick(before) + text + self.pick(behind)
        if kind == "question" and turn % 5 == 3:
            # many a question goes without its mark
            text = text.replace("?", "")
        return text[:1].upper() + text[1:] if turn % 4 == 2 else text
