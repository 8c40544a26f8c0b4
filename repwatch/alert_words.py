"""What an alert says, in English or French: decisions and links, and no word of a customer unless the channel asks."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from repwatch.channels import Outlet
from triage.alerts import OF_CASES, Alert, AlertKind, Batch

LISTED = 10
"""Alerts of one message that are named; the rest is counted."""

_LIVE = re.compile(r"(?<=[@<\]])(?=\S)")
_BARRIER = "\u2060"

Words = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What goes out: `message_id` is in its text, too, so that a receiver knows a repeat."""

    message_id: str
    title: str
    body: str
    kind: AlertKind | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a customer wrote and who it is, for channels that may hear it."""

    author: str = ""
    excerpt: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Says alerts on one channel; `titles` are the names of brands, `said` is by case."""

    outlet: Outlet
    console: str
    titles: Mapping[str, str] = field(default_factory=dict)
    said: Mapping[str, Said] = field(default_factory=dict)

    def message(self, batch: Batch, *, message_id: str, unsure: int = 0) -> Message:
        """One alert in full, or several as a list."""
        alerts = [one.alert for one in batch.pending]
        if len(alerts) == 1:
            title, lines, kind = self._title(alerts[0]), self._in_full(alerts[0]), alerts[0].kind
        else:
            title, lines, kind = self._title_of(batch, alerts), self._listed(alerts), None
        if unsure and kind is not AlertKind.DAILY_DIGEST:
            lines.append(self._words["body"]["unsure"].format(n=unsure))
        lines.append(self._words["body"]["reference"].format(id=message_id))
        return Message(message_id=message_id, title=title, body="\n".join(lines), kind=kind)

    def test(self, *, message_id: str) -> Message:
        """A message that shows that the channel works."""
        words = self._words
        body = words["body"]["test"].format(channel=self.outlet.name)
        return Message(
            message_id=message_id,
            title=words["title"]["test"],
            body=f"{body}\n{words['body']['reference'].format(id=message_id)}",
        )

    @property
    def _words(self) -> Words:
        return words(self.outlet.language)

    def _title(self, alert: Alert) -> str:
        name = "spike_level" if alert.kind is AlertKind.SPIKE and alert.facts.get("is_higher") else alert.kind.value
        return self._words["title"][name].format(**self._names(alert))

    def _title_of(self, batch: Batch, alerts: Sequence[Alert]) -> str:
        name = "incident" if batch.incident_id else "together"
        return self._words["title"][name].format(n=len(alerts), **self._names(alerts[0]))

    def _in_full(self, alert: Alert) -> list[str]:
        if alert.kind is AlertKind.DAILY_DIGEST:
            return self._digest(alert)
        body, names = self._words["body"], self._names(alert)
        lines = [body[alert.kind.value].format(**names)]
        why = self._words["why"]
        told = ((name, str(alert.facts.get(name))) for name in ("why", "reason"))
        lines += [body[name].format(**{name: why[value]}) for name, value in told if value in why]
        said = self.said.get(alert.subject, Said())
        if self.outlet.with_author and said.author:
            lines.append(body["author"].format(author=inert(said.author)))
        if self.outlet.with_excerpt and said.excerpt:
            lines.append(body["excerpt"].format(excerpt=inert(said.excerpt)))
        if alert.kind is AlertKind.SPIKE:
            lines += [self._case_link(case_id) for case_id in str(alert.facts.get("cases") or "").split()]
        elif alert.kind in OF_CASES:
            lines.append(self._case_link(alert.subject))
        return lines

    def _listed(self, alerts: Sequence[Alert]) -> list[str]:
        """The gravest first, then the latest; a case once, and as overdue where it is."""
        by_weight = sorted(alerts, key=lambda alert: (alert.kind is AlertKind.BREACHED, alert.happened_at))
        heaviest = {alert.subject: alert for alert in by_weight}.values()
        ranked = sorted(heaviest, key=lambda alert: (alert.severity or "", -alert.happened_at.timestamp()))
        lines = []
        for alert in ranked[:LISTED]:
            line = self._words["line"][alert.kind.value].format(**self._names(alert))
            lines.append(f"- {line}: {self._case_link(alert.subject)}" if alert.kind in OF_CASES else f"- {line}")
        if (more := len(ranked) - LISTED) > 0:
            lines.append(f"- {self._words['line']['more'].format(n=more, link=f'{self.console}/')}")
        return lines

    def _digest(self, alert: Alert) -> list[str]:
        facts, digest = alert.facts, self._words["digest"]
        lines = [digest[name].format(n=facts.get(name) or 0) for name in ("open", "at_risk", "overdue", "answered")]
        if facts.get("decided"):
            percent = round(100 * float(facts.get("met") or 0) / float(facts["decided"] or 1))
            lines.append(digest["coverage"].format(percent=percent, n=facts["decided"]))
        else:
            lines.append(digest["no_coverage"])
        if topics := str(facts.get("topics") or ""):
            pairs = (part.rpartition(" ") for part in topics.split(","))
            told = ", ".join(f"{self._words['topic'].get(topic, topic)} {n}" for topic, _, n in pairs)
            lines.append(digest["topics"].format(topics=told))
        if silent := facts.get("silent"):
            lines.append(digest["silent"].format(targets=silent))
        lines += [digest[name].format(n=facts[name]) for name in ("unsure", "failed") if facts.get(name)]
        return [*lines, f"{self.console}/"]

    def _names(self, alert: Alert) -> dict[str, str]:
        """What a sentence may ask for; an unknown word is shown as it is."""
        facts, known = alert.facts, self._words
        timer, topic = str(facts.get("timer") or "first"), str(facts.get("topic") or "other")
        instants = {
            name: self._instant(facts.get(fact))
            for name, fact in (("due", "due_at"), ("hour", "hour_at"), ("since", "since"), ("back", "back_at"))
        }
        return {
            "brand": inert(", ".join(self.titles.get(brand, brand) for brand in alert.brands)),
            "severity": alert.severity.value if alert.severity else "",
            "timer": known["timer"].get(timer, timer),
            "topic": known["topic"].get(topic, topic),
            "target": inert(alert.subject),
            "platform": inert(str(facts.get("platform") or "")),
            **{name: str(facts.get(name) or 0) for name in ("level", "posts", "usual", "reach")},
            "day": str(facts.get("day") or ""),
            **instants,
        }

    def _instant(self, value: object) -> str:
        if not value:
            return "?"
        local = datetime.fromisoformat(str(value)).astimezone(ZoneInfo(self.outlet.channel.zone))
        return f"{local:%Y-%m-%d %H:%M %Z}"

    def _case_link(self, case_id: str) -> str:
        return f"{self.console}/?case={case_id}"


def inert(text: str) -> str:
    """A stranger's words on one line, in which no receiver finds a call to everybody, or a link under another name."""
    return _LIVE.sub(_BARRIER, " ".join(text.split()))


@cache
def words(language: str) -> Words:
    """The sentences of one language."""
    text = (files("repwatch") / "words" / f"{language}.toml").read_text(encoding="utf-8")
    found: Words = tomllib.loads(text)
    return found
