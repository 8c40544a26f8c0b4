"""Practice: invented difficult posts, and what is to be said about an answer to one, with the reason of each rule."""

import random
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from repwatch.drafting import judge
from triage.abuse import Stance, is_boundary, stance
from triage.draft import Finding, Level, Rule, Verdict
from triage.playbook import NEEDED_STEPS


@dataclass(frozen=True, slots=True, kw_only=True)
class Exercise:
    """One invented post, and where it stands."""

    number: int
    lang: str
    platform: str
    topic: str
    customer_type: str
    text: str

    @property
    def stance(self) -> Stance:
        """How far an answer goes."""
        return stance(self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """An answer with what its check says; `lacks_boundary` where insults call for one."""

    verdict: Verdict
    lacks_boundary: bool

    @property
    def points(self) -> int:
        """Of 5: the three needed steps, nothing to take out, nothing to mend (and a boundary where one is due)."""
        levels = {finding.level for finding in self.verdict.findings}
        if any(finding.rule is Rule.EMPTY for finding in self.verdict.findings):
            return 0
        steps = sum(step in self.verdict.steps for step in NEEDED_STEPS)
        return steps + (Level.STOP not in levels) + (Level.MEND not in levels and not self.lacks_boundary)


@cache
def deck() -> tuple[Exercise, ...]:
    """All posts to practise on."""
    posts = tomllib.loads(_read("posts.toml"))["post"]
    return tuple(
        Exercise(
            number=number,
            lang=post["lang"],
            platform=post["platform"],
            topic=post["topic"],
            customer_type=post["type"],
            text=post["text"],
        )
        for number, post in enumerate(posts, start=1)
    )


def deal(*, lang: str | None, seed: int | None) -> Exercise:
    """A post by chance; the same one for the same seed."""
    posts = [post for post in deck() if lang in {None, post.lang}]
    return random.Random(seed).choice(posts)  # noqa: S311 -- a card of a deck, not a secret


def mark(answer: str, exercise: Exercise) -> Marked:
    """Judge an answer to a post."""
    verdict = judge(answer, customer_lang=exercise.lang, platform=exercise.platform)
    return Marked(verdict=verdict, lacks_boundary=exercise.stance is Stance.SET_BOUNDARY and not is_boundary(answer))


def why(finding: Finding, *, lang: str) -> str:
    """Why a finding matters, in a sentence."""
    return _reasons()[lang][finding.kind if finding.rule is Rule.STEP else finding.rule]


def why_boundary(*, lang: str) -> str:
    """Why insults call for a boundary."""
    return _reasons()[lang]["boundary"]


@cache
def _reasons() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(_read("why.toml"))


def _read(name: str) -> str:
    return files("repwatch").joinpath("playbook", name).read_text(encoding="utf-8")
