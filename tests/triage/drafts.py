"""The labelled drafts, and how well rules find what is labelled."""

from dataclasses import dataclass, field
from pathlib import Path

from triage.draft import UNKNOWN, Rule, check

_STEPS = {"k": "acknowledge", "s": "apologise", "c": "clarify", "o": "options", "a": "act"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A draft, the language of its customer, the steps it shows and what is wrong with it."""

    lang: str
    steps: frozenset[str]
    wrong: frozenset[str]
    text: str


@dataclass(slots=True, kw_only=True)
class Tally:
    """What was found rightly, found wrongly, and missed."""

    hits: int = 0
    extra: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)

    def add(self, found: frozenset[str], labelled: frozenset[str], *, text: str) -> None:
        self.hits += len(found & labelled)
        self.extra += [f"{name}: {text}" for name in sorted(found - labelled)]
        self.missed += [f"{name}: {text}" for name in sorted(labelled - found)]

    @property
    def precision(self) -> float:
        return self.hits / (self.hits + len(self.extra))

    @property
    def recall(self) -> float:
        return self.hits / (self.hits + len(self.missed))

    def __str__(self) -> str:
        return f"precision {self.precision:.2f} recall {self.recall:.2f} ({self.hits} found, {len(self.missed)} missed)"


def labelled(name: str) -> list[Labelled]:
    """The drafts of a file beside this one."""
    lines = Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines()
    found = []
    for line in lines:
        if not line.startswith("#"):
            lang, steps, wrong, text = (part.strip() for part in line.split("|", 3))
            shown = frozenset(_STEPS[letter] for letter in steps.split())
            found.append(Labelled(lang=lang, steps=shown, wrong=frozenset(wrong.split()), text=text))
    return found


def measured(drafts: list[Labelled], *, written_in: list[str] | None = None) -> dict[str, Tally]:
    """How well steps and wrongs are found; `written_in` are the languages that a detector heard."""
    tallies = {"steps": Tally(), "wrong": Tally()}
    for number, draft in enumerate(drafts):
        written = written_in[number] if written_in else UNKNOWN
        verdict = check(draft.text, written_lang=written, customer_lang=draft.lang)
        wrong = frozenset(
            finding.kind if finding.rule is Rule.PRIVATE else finding.rule.value
            for finding in verdict.findings
            if finding.rule is not Rule.STEP
        )
        tallies["steps"].add(frozenset(map(str, verdict.steps)), draft.steps, text=draft.text)
        tallies["wrong"].add(wrong, draft.wrong, text=draft.text)
    return tallies
