"""Judges a written draft: what keeps it from being sent, what should be mended, which steps it lacks."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import time
from enum import StrEnum

from triage.lengths import length_on, limit_of
from triage.playbook import Step, needed_steps
from triage.private_data import private_data
from triage.promises import Slip, slips
from triage.said import NOTHING, Kind, Said
from triage.shown_steps import steps_shown
from triage.taking_up import is_too_short, takes_up
from triage.times_of_day import past_times

UNKNOWN = "und"
# one whose end was taken out is open to the end of its line
_PLACE = re.compile(r"\[▸[^\]\n]*\]?")
_GAP = "▸"
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+|\n+")
_TYPED = str.maketrans({"\u2019": "'", "\u02bc": "'", "\u00a0": " ", "\u202f": " ", "\u2011": "-"})
# what only points somewhere holds figures that are nobody's
_POINTERS = re.compile(r"(?:https?://|www\.)\S+|(?<![\w@.])@[\w.@-]+")


class Level(StrEnum):
    """How much a finding weighs."""

    STOP = "stop"
    MEND = "mend"
    CONSIDER = "consider"


class Rule(StrEnum):
    """What a draft is judged by."""

    EMPTY = "empty"
    PRIVATE = "private"
    ASKS = "asks"
    LANGUAGE = "language"
    UNFILLED = "unfilled"
    LENGTH = "length"
    REFUND = "refund"
    COMPENSATION = "compensation"
    DATE = "date"
    GUARANTEE = "guarantee"
    LIABILITY = "liability"
    BLAME = "blame"
    EXCUSE = "excuse"
    CAPITALS = "capitals"
    PAST = "past"
    SHORT = "short"
    BESIDE = "beside"
    STEP = "step"


LEVELS: Mapping[Rule, Level] = dict.fromkeys(Rule, Level.STOP) | {
    Rule.BLAME: Level.MEND,
    Rule.EXCUSE: Level.MEND,
    Rule.CAPITALS: Level.MEND,
    Rule.PAST: Level.MEND,
    Rule.SHORT: Level.MEND,
    Rule.BESIDE: Level.CONSIDER,
    Rule.STEP: Level.CONSIDER,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing a rule found; `kind` is the sort of data or the missing step, `evidence` the words or figures."""

    rule: Rule
    kind: str = ""
    evidence: str = ""

    @property
    def level(self) -> Level:
        """How much it weighs."""
        return LEVELS[self.rule]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """All that was found in a draft, gravest first, and the steps it shows with nothing left to fill in."""

    findings: tuple[Finding, ...]
    steps: frozenset[Step]
    length: int
    limit: int | None

    @property
    def may_be_sent(self) -> bool:
        """Whether nothing in it has to be taken out or put right first."""
        return all(finding.level is not Level.STOP for finding in self.findings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """What a draft answers: the customer's words, and what was heard in them."""

    text: str
    said: Said = NOTHING


def check(
    text: str,
    *,
    written_lang: str,
    customer_lang: str = UNKNOWN,
    platform: str = "",
    policy: frozenset[Slip] = frozenset(),
    post: Post | None = None,
    local: time | None = None,
) -> Verdict:
    """Judge a public draft; `policy` names the promises that the team may make.

    `post` is what it answers, `local` the time of day where it is written: without them it is not held against either.
    """
    read = _POINTERS.sub(" ", text.translate(_TYPED))
    lang = customer_lang if written_lang == UNKNOWN else written_lang
    # what a place asks for is not said yet
    said = _PLACE.sub(_GAP, read)
    steps = steps_shown(said, lang=lang)
    found = [
        *_form(text, written_lang=written_lang, customer_lang=customer_lang, platform=platform),
        *(Finding(rule=Rule.PRIVATE, kind=kind, evidence=words) for kind, words in private_data(read)),
        *(Finding(rule=Rule(slip), evidence=words) for slip, words in slips(read) if slip not in policy),
        *(Finding(rule=Rule.PAST, evidence=words) for words in (past_times(read, local=local) if local else ())),
        *(_about(text, post) if post is not None and text.strip() else ()),
        *(Finding(rule=Rule.STEP, kind=step) for step in _needed(post) if text.strip() and step not in steps),
    ]
    weight = list(Level)
    return Verdict(
        findings=tuple(sorted(found, key=lambda finding: weight.index(finding.level))),
        steps=steps - _unfinished(said, lang=lang),
        length=length_on(platform, text),
        limit=limit_of(platform),
    )


def open_places(text: str) -> tuple[str, ...]:
    """The places that a person has still to fill in, each once, in their order."""
    return tuple(dict.fromkeys(_PLACE.findall(text)))


def _unfinished(text: str, *, lang: str) -> frozenset[Step]:
    """Steps of sentences with a gap to fill in; a sentence that shows none goes on with the one before it."""
    found: set[Step] = set()
    before: frozenset[Step] = frozenset()
    for sentence in _SENTENCE_END.split(text):
        before = steps_shown(sentence, lang=lang) or before
        if _GAP in sentence:
            found |= before
    return frozenset(found)


def _needed(post: Post | None) -> tuple[Step, ...]:
    return needed_steps(post.said.kind if post is not None else Kind.COMPLAINT)


def _about(text: str, post: Post) -> Iterator[Finding]:
    """Whether it answers this post; nobody can tell of a draft with places to fill in."""
    if is_too_short(text, post.said):
        yield Finding(rule=Rule.SHORT)
    elif not open_places(text) and not takes_up(text, post.text, post.said):
        yield Finding(rule=Rule.BESIDE, kind=post.said.topic)


def _form(text: str, *, written_lang: str, customer_lang: str, platform: str) -> Iterator[Finding]:
    if not text.strip():
        yield Finding(rule=Rule.EMPTY)
    if UNKNOWN not in {written_lang, customer_lang} and written_lang != customer_lang:
        yield Finding(rule=Rule.LANGUAGE, kind=written_lang, evidence=customer_lang)
    for place in open_places(text):
        yield Finding(rule=Rule.UNFILLED, evidence=place)
    limit, length = limit_of(platform), length_on(platform, text)
    if limit is not None and length > limit:
        yield Finding(rule=Rule.LENGTH, evidence=f"{length}/{limit}")
