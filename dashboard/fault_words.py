"""What is wrong with a setting, in the viewer's words: the configuration itself says it in English only."""

import re

from dashboard.safe import plain
from dashboard.words import Words, labels

_FIELD = re.compile(r"^(?P<path>[a-z_0-9P]+(?:\.[A-Za-z_0-9]+)*): (?P<what>.+)$")
_LEAD = re.compile(
    r"^(?:The policy cannot be used: |how the desk is run: |spikes: |(?:channel|brand|target|threshold) '[^']*': )"
)
_ADVICE = re.compile(r"; write one like [^;]*")
_RULE = re.compile(r"rules\.(\d+)\.")
_KNOWN: tuple[tuple[str, str], ...] = (
    (r"'(?P<text>.*)' is no duration", "duration"),
    (r"'(?P<text>.*)' is longer than ten years", "too_long"),
    (r"rule '(?P<text>.*)' has no target for (?P<more>.*)", "no_target"),
    (r"rule '(?P<text>.*)': a target is longer than zero", "zero_target"),
    (r"the last rule of a policy must match", "last_rule"),
    (r"rule '(?P<text>.*)' names unknown calendars: (?P<more>.*)", "no_calendar"),
    (r"calendar '(?P<text>.*)': a window is written like .*, got '(?P<more>.*)'", "window"),
    (r"calendar '(?P<text>.*)': a time of day is written like .*, got '(?P<more>.*)'", "window"),
    (r"calendar '(?P<text>.*)': a window runs forward", "backward"),
    (r"calendar '(?P<text>.*)': windows of weekday .* overlap", "overlap"),
    (r"calendar '(?P<text>.*)': a calendar needs at least one window", "no_window"),
    (r"calendar '(?P<text>.*)': region", "region"),
    (r"calendar '(?P<text>.*)': (?:Country|Entity|Subdivision|Unsupported)", "country"),
    (r"Input should be a valid date.*", "date"),
    (r"a rule hands over to a level from 1 to", "level"),
    (r"Field required", "required"),
    (r"String should match pattern", "secret_name"),
    (r"quiet: .*got '(?P<text>.*)'", "quiet"),
    (r"a time of day is written like .*, got '(?P<text>.*)'", "time"),
    (r"zone: '(?P<text>.*)' is no time zone", "zone"),
    (r"severity thresholds must fall", "thresholds"),
    (r"reach_from .* must lie", "reach"),
    (r"a spike takes two posts or more", "spike"),
    (r"what is usual is learnt from", "spike_days"),
    (r"the levels of a spike rise", "spike_levels"),
    (r"target '(?P<text>.*)' needs a collector", "target"),
    (r".*'(?P<text>[^']*)' is undefined", "undefined"),
)
_PATTERNS = tuple((re.compile(pattern), name) for pattern, name in _KNOWN)


def faults_in_words(error: str, *, kind: str, t: Words) -> list[str]:
    """Each thing that an error names, with the field it is about; what nobody foresaw stands as it was said."""
    bare = _ADVICE.sub("", _LEAD.sub("", error).replace("Value error, ", ""))
    return [_told(part.removeprefix(": "), kind=kind, t=t) for part in dict.fromkeys(bare.split("; ")) if part]


def _told(part: str, *, kind: str, t: Words) -> str:
    field = _FIELD.match(part)
    known = _known(part, t)
    if known is None and field is not None:
        what = _known(field["what"], t)
        if what is not None:
            return t("fault.at", field=_named(field["path"], kind=kind, t=t), what=what)
    return t("fault.other", error=plain(part)) if known is None else known


def _known(text: str, t: Words) -> str | None:
    for pattern, name in _PATTERNS:
        found = pattern.match(text)
        if found:
            return t(f"fault.{name}", **{key: plain(value) for key, value in found.groupdict().items()})
    return None


def _named(path: str, *, kind: str, t: Words) -> str:
    """The field as its form calls it: the last part of the path that has a name there."""
    known, rule = labels(t.lang), _RULE.match(path)
    if rule is not None:
        place = t("promises.rule", n=int(rule[1]) + 1)
        return f"{place}, {_named(path[rule.end() :], kind=kind, t=t)}"
    for part in reversed(path.split(".")):
        for group in (f"{kind}_form", "field"):
            if f"{group}.{part}" in known:
                return known[f"{group}.{part}"]
    return path
