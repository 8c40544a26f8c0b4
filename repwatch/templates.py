"""The playbook's sentences, as the package ships them and an installation changes them, made into drafts."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from triage.abuse import Stance
from triage.lengths import length_on, limit_of
from triage.matters import TOPICS, Matter
from triage.playbook import NEEDED_STEPS, PUBLIC_STEPS, Step
from triage.said import Given, Kind, Wish

LANGUAGES = ("en", "fr")
_NAME_LENGTH = 40
_NO_PLACE = str.maketrans("", "", "[]\N{BLACK RIGHT-POINTING SMALL TRIANGLE}")
"""What somebody calls themselves is no place to fill."""
_BEFORE_SIGN = re.compile(r" (?=[?!:;»])|(?<=«) ")
_TWO_STOPS = re.compile(r"(?<!\.)\.\.(?!\.)")
_Tables = Mapping[str, Mapping[str, str]]
_NUMBERED: Mapping[str, frozenset[Matter]] = {
    "order": frozenset({
        Matter.LATE,
        Matter.MARKED_DELIVERED,
        Matter.DAMAGED,
        Matter.WRONG_ITEM,
        Matter.MISSING,
        Matter.REFUND_WAIT,
    }),
    "booking": frozenset({Matter.LUGGAGE, Matter.JOURNEY}),
}
"""Which number it takes to look a matter up."""


class PlaybookError(Exception):
    """A file of templates cannot be used; the message names the file, the line's key and what is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What a draft is written for; `asked` is the customer's own question."""

    lang: str
    topic: str = "other"
    customer_type: str = "none"
    platform: str = ""
    name: str = ""
    brand: str = ""
    agent: str = ""
    kind: Kind = Kind.COMPLAINT
    matter: Matter | None = None
    wish: Wish | None = None
    given: frozenset[Given] = frozenset()
    asked: str = ""


class Playbook:
    """The sentences of one installation."""

    def __init__(self, tables: Mapping[str, _Tables]) -> None:
        self._tables = tables
        # the text goes into a box and onto a platform, never into a page
        self._jinja = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=False)
        # a line is read once, not at every drawing of every case
        self._template = cache(self._jinja.from_string)

    @classmethod
    def load(cls, folder: Path | None = None, changed: Mapping[str, Mapping[str, Any]] | None = None) -> "Playbook":
        """What the package ships, with the lines of `folder`/en.toml and fr.toml in their places.

        `changed` holds lines by language that take the place of both.
        """
        playbook = cls({lang: _merged(lang, folder, (changed or {}).get(lang, {})) for lang in LANGUAGES})
        playbook.require_sound()
        return playbook

    def tables(self, lang: str) -> _Tables:
        """Every sentence of a language, by table and key."""
        return self._tables[lang]

    def step(self, step: Step, situation: Situation) -> str:
        """What one step says; nothing where it helps nobody."""
        match step:
            case Step.ACKNOWLEDGE:
                return self._told(situation, "greeting", "feeling", "problem")
            case Step.CLARIFY:
                return self._told(situation, step.value, "number")
            case _:
                return self._told(situation, step.value)

    def draft(self, situation: Situation) -> str:
        """All steps; where the platform has no room: no number asked for, no options, or only what is needed."""
        if situation.kind is not Kind.COMPLAINT:
            return self._steps(situation, Step.ACKNOWLEDGE, Step.ACT)
        limit = limit_of(situation.platform)
        plainly = replace(situation, given=situation.given | {Given.NUMBER})
        asking = [step for step in PUBLIC_STEPS if step in NEEDED_STEPS or step is Step.CLARIFY]
        tries = [(PUBLIC_STEPS, situation), (PUBLIC_STEPS, plainly), (asking, situation), (asking, plainly)]
        if situation.matter is Matter.SAFETY:
            # whether everybody is well comes before the manner in which it was told
            tries.append((asking, replace(plainly, customer_type="none")))
        for steps, told in tries:
            whole = self._steps(told, *steps)
            if limit is None or length_on(situation.platform, whole) <= limit:
                return whole
        return self._steps(situation, *NEEDED_STEPS)

    def handoff(self, situation: Situation) -> str:
        """Moves what is private to a private channel."""
        return self._told(situation, "handoff")

    def boundary(self, stance: Stance, situation: Situation) -> str:
        """What is said to who insults people; nothing where nothing should be said."""
        if stance not in {Stance.SET_BOUNDARY, Stance.LAST_WORD}:
            return ""
        return self._rendered(self._tables[_lang(situation)]["boundary"][stance], situation)

    def written(self, line: str, situation: Situation) -> str:
        """A sentence from elsewhere, with its places put in; jinja2's TemplateError where it cannot be."""
        return self._rendered(line, situation)

    def require_sound(self) -> None:
        """Render every sentence that did not ship once, so that a mistake is told at the start and not at a case."""
        for lang, tables in self._tables.items():
            situation = Situation(lang=lang, name="Sam")
            for table, lines in tables.items():
                for key, line in lines.items():
                    if shipped(lang)[table].get(key) == line:
                        continue
                    try:
                        self._rendered(line, situation)
                    except TemplateError as error:
                        raise PlaybookError(f"playbook {lang}.toml, [{table}] {key}: {error}") from error

    def _steps(self, situation: Situation, *steps: Step) -> str:
        return " ".join(filter(None, (self.step(step, situation) for step in steps)))

    def _told(self, situation: Situation, *parts: str) -> str:
        lines = [self._line(part, situation) for part in parts]
        return " ".join(filter(None, (self._rendered(line, situation) for line in lines)))

    def _line(self, part: str, situation: Situation) -> str:
        lines = self._tables[_lang(situation)][part]
        return next(lines[key] for key in _keys(part, situation) if key in lines)

    def _rendered(self, line: str, situation: Situation) -> str:
        lang = _lang(situation)
        text = (
            line
            if "{" not in line
            else self._template(line).render(
                name=" ".join(situation.name.translate(_NO_PLACE).split())[:_NAME_LENGTH],
                brand=situation.brand,
                agent=situation.agent,
                given=situation.given,
                asked=situation.asked,
                channel=self._tables[lang]["channel"].get(situation.platform, self._tables[lang]["channel"]["default"]),
                fill=lambda what: f"[▸ {what}]",
            )
        )
        # a name may end with the stop of its initial
        text = _TWO_STOPS.sub(".", text)
        return _BEFORE_SIGN.sub("\N{NO-BREAK SPACE}", text) if lang == "fr" else text


@cache
def shipped(lang: str) -> _Tables:
    """The sentences of a language as the package holds them."""
    return _tables(files("repwatch").joinpath("playbook", f"{lang}.toml").read_text(encoding="utf-8"), f"{lang}.toml")


def _merged(lang: str, folder: Path | None, changed: Mapping[str, Any]) -> _Tables:
    path = folder / f"{lang}.toml" if folder else None
    own = _tables(path.read_text(encoding="utf-8"), str(path)) if path and path.is_file() else {}
    _require_tables(changed, f"templates {lang}")
    for tables, name in ((own, str(path)), (changed, f"templates {lang}")):
        if unknown := sorted(set(tables) - set(shipped(lang))):
            raise PlaybookError(f"{name}: unknown tables {', '.join(unknown)}; known are {', '.join(shipped(lang))}")
    return {
        table: _over(lines, {**own.get(table, {}), **changed.get(table, {})}) for table, lines in shipped(lang).items()
    }


def _over(lines: Mapping[str, str], own: Mapping[str, str]) -> Mapping[str, str]:
    """The lines that hold: who has a sentence of their own for a topic means all that belongs to it."""
    replaced = {matter for matter, topic in TOPICS.items() if topic in own}
    return {key: line for key, line in lines.items() if key not in replaced} | dict(own)


def _keys(part: str, situation: Situation) -> list[str]:
    """Under which names a sentence is looked for; where the customer wants no redress, the sort of post says enough."""
    topic, manner, matter, wish = situation.topic, situation.customer_type, situation.matter, situation.wish
    if part == "number":
        is_missing = Given.NUMBER not in situation.given
        kinds = [name for name, known in _NUMBERED.items() if is_missing and matter in known]
        return [*kinds, "default"]
    if part == "handoff":
        return [*(["given"] if Given.NUMBER in situation.given else []), "default"]
    if situation.kind is not Kind.COMPLAINT:
        return [situation.kind, "default"]
    # a refund that is promised already is not asked for once more
    wished = [wish] if wish is not None and (matter, wish) != (Matter.REFUND_WAIT, Wish.REFUND) else []
    what = [matter] if matter is not None else []
    about = [*wished, manner, *what] if part == "options" else [manner, *what, *wished]
    return [f"{topic}/{manner}", *about, topic, situation.platform, "default"]


def _tables(text: str, name: str) -> _Tables:
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise PlaybookError(f"{name} cannot be read as TOML: {error}") from error
    _require_tables(tables, name)
    return tables


def _require_tables(tables: Mapping[str, Any], name: str) -> None:
    for table, lines in tables.items():
        if not isinstance(lines, dict) or not all(isinstance(line, str) for line in lines.values()):
            raise PlaybookError(f'{name}: {table} must be a table of sentences, such as [act] with default = "…"')


def _lang(situation: Situation) -> str:
    return situation.lang if situation.lang in LANGUAGES else LANGUAGES[0]
