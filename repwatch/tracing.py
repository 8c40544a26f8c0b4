"""Finds out what answers were made from, and what their customers made of them, where something changed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any

import structlog

from repwatch.drafting import listen, to_answer
from repwatch.replies import Library
from repwatch.templates import LANGUAGES, Playbook, Situation
from triage.case import case_id_of
from triage.likeness import ALIKE
from triage.mention import MentionKey
from triage.provenance import Basis, Known, Origin, Trace, trace
from warehouse import config, feed, outcomes
from warehouse.desk import Desk
from warehouse.lake import Lake
from warehouse.outcomes import Place

log = structlog.get_logger(__name__)
_READER = "outcomes"
_BATCH = 5_000


def settle(desk: Desk, lake: Lake, playbook: Playbook, *, now: datetime, is_full: bool = False) -> int:
    """Judge the answers below which something was said since the last time; returns at how many was looked.

    With `is_full` all answers are judged anew.

    What an answer was made from is decided once, while its words are at hand; what came of it as often as the customer
    speaks.
    """
    since = None if is_full else feed.position(desk, _READER)
    places, snapshot_id = outcomes.changed(lake, since=since)
    # an answer that is gone is among the changed ones, but not among all that stand
    rated, claims = outcomes.unjudged(desk, as_of=now), outcomes.claims(desk)
    more = {one.place for one in rated} | set(outcomes.claimed(desk, list(claims)))
    places = sorted({*places, *more, *(outcomes.known(desk) if since is None else ())})
    tracer = _Tracer.of(desk, lake, playbook, claims=claims)
    for start in range(0, len(places), _BATCH):
        rows = outcomes.judged(desk, lake, places[start : start + _BATCH], as_of=now)
        told = [row for row in rows if row["recovery"] is not None]
        gone = [_place(row) for row in rows if row["recovery"] is None and not row["is_forgotten"]]
        outcomes.store(desk, told, tracer.traces(told), list(outcomes.traced(desk, gone)))
    outcomes.mark_judged(desk, rated, now=now)
    outcomes.settle_claims(desk, claims)
    feed.move(desk, _READER, snapshot_id, now=now)
    if places:
        log.info("answers_judged", count=len(places))
    return len(places)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tracer:
    """By what answers are known again; `claims` names, by case, the reply that a person kept from the answer."""

    desk: Desk
    lake: Lake
    library: Library
    playbooks: Callable[[Situation], Known]
    claims: Mapping[str, str]

    @classmethod
    def of(cls, desk: Desk, lake: Lake, playbook: Playbook, *, claims: Mapping[str, str]) -> "_Tracer":
        versions = playbook_versions(desk)

        @cache
        def drafted(situation: Situation) -> Known:
            origin = Origin(basis=Basis.PLAYBOOK, name=situation.lang, version=versions.get(situation.lang, 0))
            return Known(origin=origin, text=playbook.draft(situation))

        return cls(desk=desk, lake=lake, library=Library.of(desk), playbooks=drafted, claims=claims)

    def traces(self, rows: Sequence[Mapping[str, Any]]) -> dict[Place, Trace]:
        """What the answers of these rows were made from, each decided once, and again where a person claims it."""
        known = outcomes.traced(self.desk, [_place(row) for row in rows])
        new = {_place(row) for row in rows if known.get(_place(row), ("", None))[0] != row["answer_id"]}
        looked = [row for row in rows if _place(row) in new or row["case_id"] in self.claims]
        said = outcomes.words(self.lake, [key for row in looked for key in _answer_of(row)])
        begun = outcomes.begun(self.desk, [_case_id(row) for row in looked])
        drafted = [name for name, (_, origin) in begun.items() if origin is not None and origin.basis is Basis.PLAYBOOK]
        openings = outcomes.openings(self.desk, drafted)
        found = {place: told for place, (_, told) in known.items() if told is not None and place not in new}
        for row in looked:
            place = _place(row)
            draft, started_from = begun.get(_case_id(row), ("", None))
            # an answer that a person recorded is known by its draft alone
            texts = [said[key].text or "" for key in _answer_of(row) if key in said] if row["answer_id"] else [draft]
            text = "".join(texts)
            opening = openings.get(_case_id(row), "")
            told = self._claimed(text, row) or (self._trace(text, row, started_from, opening) if place in new else None)
            if told is not None:
                found[place] = told
        return found

    def _claimed(self, text: str, row: Mapping[str, Any]) -> Trace | None:
        """The reply that was kept from this answer, where most of it stands there."""
        origin = Origin.of(self.claims.get(row["case_id"]))
        told = trace(text, self.library.version(origin), started_from=origin) if origin else None
        return told if told is not None and told.share >= ALIKE else None

    def _trace(self, text: str, row: Mapping[str, Any], started_from: Origin | None, opening: str) -> Trace | None:
        known = self._known(row, started_from, opening) if text.strip() else []
        return trace(text, known, started_from=started_from) if known else None

    def _known(self, row: Mapping[str, Any], started_from: Origin | None, opening: str) -> list[Known]:
        """The texts that an answer may have been made from; what it was started from, as it was then.

        `opening` is the post of a case whose answer the playbook wrote: its sentences go by what stands there.
        """
        known = self.library.at(row["answered_at"])
        if row["lang"] in LANGUAGES:
            topic, kind = row["topic"], row["customer_type"]
            plainly = Situation(lang=row["lang"], topic=topic, customer_type=kind, platform=row["platform"])
            said = listen(opening, lang=row["lang"], intent="complaint", topic=topic, customer_type=kind)
            known.append(self.playbooks(to_answer(plainly, said) if opening else plainly))
        if started_from is None:
            return known
        others = [
            one for one in known if (one.origin.basis, one.origin.name) != (started_from.basis, started_from.name)
        ]
        then = self.library.version(started_from) or [
            replace(one, origin=started_from) for one in known if one not in others
        ]
        return [*others, *then]


def playbook_versions(desk: Desk) -> dict[str, int]:
    """The version of each language's own sentences; 0 where there are none."""
    return dict.fromkeys(LANGUAGES, 0) | {entry.name: entry.version for entry in config.entries(desk, "template")}


def _place(row: Mapping[str, Any]) -> Place:
    return row["brand"], row["platform"], row["native_id"]


def _answer_of(row: Mapping[str, Any]) -> list[MentionKey]:
    """The post that answered; none where a person recorded the answer."""
    return [MentionKey(platform=row["platform"], native_id=row["answer_id"])] if row["answer_id"] else []


def _case_id(row: Mapping[str, Any]) -> str:
    return case_id_of(row["brand"], MentionKey(platform=row["platform"], native_id=row["native_id"]))
