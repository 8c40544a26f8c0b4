"""Judges a written draft: what keeps it from being sent, what should be mended, which steps it lacks."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from triage.lengths import length_on, limit_of
from triage.playbook import NEEDED_STEPS, Step
from triage.private_data import private_data
from triage.promises import Slip, slips
from triage.shown_steps import steps_shown

UNKNOWN = "und"
_UNFILLED = re.compile(r"\[▸[^\]]*\]")
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
    STEP = "step"


LEVELS: Mapping[Rule, Level] = dict.fromkeys(Rule, Level.STOP) | {
    Rule.BLAME: Level.MEND,
    Rule.EXCUSE: Level.MEND,
    Rule.CAPITALS: Level.MEND,
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
    """All that was found in a draft, gravest first, and the steps it shows."""

    findings: tuple[Finding, ...]
    steps: frozenset[Step]
    length: int
    limit: int | None

    @property
    def may_be_sent(self) -> bool:
        """Whether nothing in it has to be taken out or put right first."""
        return all(finding.level is not Level.STOP for finding in self.findings)


def check(
    text: str,
    *,
    written_lang: str,
    customer_lang: str = UNKNOWN,
    platform: str = "",
    policy: frozenset[Slip] = frozenset(),
) -> Verdict:
    """Judge a public draft; `policy` names the promises that the team may make."""
    read = _POINTERS.sub(" ", text.translate(_TYPED))
    lang = customer_lang if written_lang == UNKNOWN else written_lang
    steps = steps_shown(read, lang=lang)
    found = [
        *_form(text, written_lang=written_lang, customer_lang=customer_lang, platform=platform),
        *(Finding(rule=Rule.PRIVATE, kind=kind, evidence=words) for kind, words in private_data(read)),
        *(Finding(rule=Rule(slip), evidence=words) for slip, words in slips(read) if slip not in policy),
        *(Finding(rule=Rule.STEP, kind=step) for step in NEEDED_STEPS if text.strip() and step not in steps),
    ]
    weight = list(Level)
    return Verdict(
        findings=tuple(sorted(found, key=lambda finding: weight.index(finding.level))),
        steps=steps,
        length=length_on(platform, text),
        limit=limit_of(platform),
    )


def _form(text: str, *, written_lang: str, customer_lang: str, platform: str) -> Iterator[Finding]:
    if not text.strip():
        yield Finding(rule=Rule.EMPTY)
    if UNKNOWN not in {written_lang, customer_lang} and written_lang != customer_lang:
        yield Finding(rule=Rule.LANGUAGE, kind=written_lang, evidence=customer_lang)
    if unfilled := _UNFILLED.search(text):
        yield Finding(rule=Rule.UNFILLED, evidence=unfilled[0])
    limit, length = limit_of(platform), length_on(platform, text)
    if limit is not None and length > limit:
        yield Finding(rule=Rule.LENGTH, evidence=f"{length}/{limit}")
