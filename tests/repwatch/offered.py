"""Posts with what an offered draft must and must not speak of, and how far the playbook keeps to it."""

import re
from dataclasses import dataclass
from pathlib import Path

from repwatch.drafting import listen, to_answer
from repwatch.templates import Playbook, Situation
from triage.said import folded


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A post; each of `must` is a set of words of which one is enough."""

    lang: str
    kind: str
    must: tuple[frozenset[str], ...]
    must_not: frozenset[str]
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """How many drafts speak of what they must, of nothing they must not, and of the right sort of post."""

    drafts: int
    kinds: int
    fitting: int
    amiss: tuple[str, ...]
    beside: tuple[str, ...]


def labelled(name: str) -> list[Labelled]:
    """The posts of a file beside this one."""
    found = []
    for line in Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            lang, kind, must, must_not, text = (part.strip() for part in line.split("|", 4))
            found.append(
                Labelled(
                    lang=lang,
                    kind=kind,
                    must=tuple(frozenset(one.split("/")) for one in must.split()),
                    must_not=frozenset(word for one in must_not.split() for word in one.split("/")),
                    text=text,
                )
            )
    return found


def measured(posts: list[Labelled], playbook: Playbook) -> Offered:
    """What the playbook drafts for each post, by its words alone."""
    kinds, fitting = 0, 0
    amiss: list[str] = []
    beside: list[str] = []
    for post in posts:
        said = listen(post.text, lang=post.lang)
        kinds += said.kind == post.kind
        draft = playbook.draft(to_answer(Situation(lang=post.lang, name="Sam"), said))
        words = folded(re.sub(r"▸[^\]]*", "▸", draft))
        wrong = sorted(word for word in post.must_not if word in words)
        lacking = ["/".join(sorted(some)) for some in post.must if not any(word in words for word in some)]
        beside += [f"speaks of {word}: {post.text}" for word in wrong]
        amiss += [f"no {words}: {post.text}" for words in lacking]
        fitting += not wrong and not lacking
    return Offered(drafts=len(posts), kinds=kinds, fitting=fitting, amiss=tuple(amiss), beside=tuple(beside))
