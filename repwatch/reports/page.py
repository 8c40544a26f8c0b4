"""Lays a week out as one HTML page that needs nothing else, in the reader's language."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from repwatch.reports import drawing
from repwatch.reports.answering import Row
from repwatch.reports.drawing import Bar, Part
from repwatch.reports.weekly import REST, SPAN, Weekly
from repwatch.reports.wording import Wording
from scoring import intervals
from scoring.intervals import Estimate

ENOUGH = 20
"""Below this many posts a share says little, and is grey."""
_OUTCOMES = ("in_time", "late", "missed", "undecided", "unknown")
_FEELINGS = ("negative", "neutral", "positive")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """One headline figure with what it rests on."""

    name: str
    value: str
    about: str
    n: int
    interval: str
    change: str
    more: str = ""

    @property
    def is_faint(self) -> bool:
        """Whether it rests on few posts."""
        return self.n < ENOUGH


def render(week: Weekly, t: Wording, *, with_names: bool = False) -> str:
    """The page; whatever came from a post or a person is escaped."""
    return _template().render(
        w=week,
        t=t,
        enough=ENOUGH,
        weeks=SPAN.days // 7,
        tiles=_tiles(week, t),
        lead=_lead(week, t),
        outcome_chart=drawing.bars(_outcome_bars(week, t), title=t("sections.days")),
        feeling_chart=drawing.bars(_feeling_bars(week, t), title=t("sections.sentiment")),
        outcomes=_OUTCOMES,
        feelings=_FEELINGS,
        topics_n=sum(row["n"] for row in week.topics),
        topic_name=lambda row: _topic_name(row, t),
        topic_bar=lambda row: _topic_bar(week, row, t),
        issue_line=lambda row: _issue_line(row, t),
        issue_change=lambda found: _change(found, t),
        languages=lambda row: ", ".join(f"{t.of('languages', lang)} {n}" for lang, n in row["languages"].items()),
        people=week.people if with_names else [],
        team=_team(week, t),
        voice=_voice(week, t),
        number=int(week.week.name[-2:]),
        first=t.day(week.week.days[0]),
        last=t.day(week.week.days[-1]),
    )


def _tiles(week: Weekly, t: Wording) -> list[Tile]:
    found = []
    if week.coverage is not None and week.coverage_all is not None:
        kept, everything = week.coverage, week.coverage_all
        found.append(
            Tile(
                name=t("tiles.coverage"),
                value=t.percent(kept.coverage),
                about=t("tiles.needing"),
                n=kept.answered + kept.not_answered,
                interval=_interval_of(intervals.share(kept.answered, kept.answered + kept.not_answered), t),
                change=_since_before(kept.coverage, *_covered_before(week), t),
                more=t("tiles.all_posts", share=t.percent(everything.coverage), n=everything.n),
            )
        )
    if week.sla is not None:
        found.append(_share_tile(week, "sla", "compliance", "decided", t))
    if week.times is not None:
        half, tenth = week.times["km_median_seconds"], week.times["km_p90_seconds"]
        found.append(
            Tile(
                name=t("tiles.times"),
                value=t.span(half),
                about=t("tiles.unanswered"),
                n=week.times["answered"] + week.times["waiting"],
                interval="",
                change="",
                more=t("tiles.longer", span=t.span(tenth)) if tenth is not None else t("tiles.never"),
            )
        )
    if week.sentiment is not None:
        found.append(_net_tile(week, week.sentiment, t))
    return found


def _share_tile(week: Weekly, report: str, share: str, whole: str, t: Wording) -> Tile:
    row: Row = getattr(week, report)
    before = week.before.get(report, {})
    return Tile(
        name=t(f"tiles.{report}"),
        value=t.percent(row[share]),
        about=t(f"tiles.{whole}"),
        n=row[whole],
        interval=_interval(t.percent(row[f"{share}_low"]), t.percent(row[f"{share}_high"]), t) if row[whole] else "",
        change=_since_before(row[share], before.get(share), before.get(whole, 0), t),
    )


def _net_tile(week: Weekly, row: Row, t: Wording) -> Tile:
    before = week.before.get("sentiment", {})
    return Tile(
        name=t("tiles.net"),
        value=t.points(row["net"]),
        about=t("tiles.net_sub"),
        n=row["n"],
        interval=_interval(t.points(row["net_low"]), t.points(row["net_high"]), t),
        change=_since_before(row["net"], before.get("net"), before.get("n", 0), t),
    )


def _covered_before(week: Weekly) -> tuple[float | None, int]:
    """The share of the week before that was answered, late or not, and of how many."""
    row = week.before.get("sla")
    if row is None or not row["decided"]:
        return None, 0
    return (row["in_time"] + row["late"]) / row["decided"], row["decided"]


def _interval_of(found: Estimate, t: Wording) -> str:
    return "" if found.value is None else _interval(t.percent(found.low), t.percent(found.high), t)


def _interval(low: str, high: str, t: Wording) -> str:
    return t("page.interval", low=low, high=high)


def _told_interval(low: str, high: str, t: Wording) -> str:
    return t("page.interval_of", low=low, high=high)


def _since_before(now: float | None, before: float | None, n: int, t: Wording) -> str:
    if now is None or before is None:
        return t("page.before_none")
    return t("page.since_before", change=t.points(now - before), n=n)


def _lead(week: Weekly, t: Wording) -> list[str]:
    """What a reader should know who reads nothing else."""
    if week.sla is None:
        return [t("page.nothing")]
    told, sla = [], week.sla
    if sla["decided"]:
        answered = sla["in_time"] + sla["late"]
        share = t.percent(answered / sla["decided"])
        told.append(t("lead.coverage", answered=answered, decided=sla["decided"], share=share))
        if week.coverage is not None and week.coverage.by_hand:
            told.append(t("lead.by_hand", n=week.coverage.by_hand))
        is_kept = not sla["missed"] and not sla["late"]
        told.append(t("lead.kept") if is_kept else t("lead.missed", missed=sla["missed"], late=sla["late"]))
    else:
        told.append(t("lead.coverage_none"))
    if week.issues and week.issues[0]["this_week"]:
        worst = week.issues[0]
        told.append(t("lead.issue", name=worst[f"name_{t.lang}"], n=worst["this_week"]))
    if week.incidents:
        n = len(week.incidents)
        told.append(t("lead.incident_one") if n == 1 else t("lead.incident_many", n=n))
    return told


def _outcome_bars(week: Weekly, t: Wording) -> list[Bar]:
    by_day = {row["part"]: row for row in week.sla_days}
    return [_bar(day, by_day.get(day.isoformat()), _OUTCOMES, "outcome", week, t) for day in week.week.days]


def _feeling_bars(week: Weekly, t: Wording) -> list[Bar]:
    by_day = {row["part"]: row for row in week.sentiment_days}
    return [_bar(day, by_day.get(day.isoformat()), _FEELINGS, "sentiment", week, t) for day in week.week.days]


def _bar(day: date, row: Row | None, kinds: Sequence[str], section: str, week: Weekly, t: Wording) -> Bar:
    parts = tuple(Part(n=row[kind] if row else 0, kind=kind) for kind in kinds)
    n = sum(part.n for part in parts)
    told = ", ".join(f"{t(f'{section}.{part.kind}')} {part.n}" for part in parts if part.n)
    net = row.get("net") if row else None
    sub = t.day(day) if net is None or n < ENOUGH else f"{t.day(day)}  ·  {t.points(net)}"
    is_ahead = day >= week.as_of.astimezone(week.week.since.tzinfo).date()
    return Bar(
        label=t.weekday(day),
        sub=sub,
        parts=parts,
        tip=f"{t.weekday(day)} {t.day(day)}: {told or t('page.no_data')} ({t('page.n', n=n)})",
        is_open=bool(row and row.get("undecided")) or is_ahead,
        is_faint=0 < n < ENOUGH and section == "sentiment",
    )


def _topic_name(row: Row, t: Wording) -> str:
    return t("table.other_topics") if row["topic"] == REST else t.of("topic", row["topic"])


def _topic_bar(week: Weekly, row: Row, t: Wording) -> Markup:
    most = max(found["n"] for found in week.topics)
    title = f"{_topic_name(row, t)}: {t('page.of', part=row['negative'], whole=row['n'])}"
    return drawing.ratio(row["negative"], row["n"] - row["negative"], most, title=title)


def _issue_line(row: Row, t: Wording) -> Markup:
    weeks = row["weeks"]
    mark = None
    if row["fix"]:
        year, number, _ = row["fix"]["on"].isocalendar()
        names = [week["week"] for week in weeks]
        mark = next((place for place, name in enumerate(names) if name >= f"{year}-W{number:02}"), None)
    return drawing.spark([week["per_1000"] for week in weeks], title=row[f"name_{t.lang}"], mark=mark)


def _change(found: Row, t: Wording) -> dict[str, str]:
    """A comparison of two rates in words, its counts, and its interval."""

    def rate(value: float | None) -> str:
        return t("page.no_data") if value is None else t.number(value, places=1)

    ratio = ""
    if found["ratio"] is not None and found["ratio_high"] is not None:
        low, high = (t.number(found[name], places=2) for name in ("ratio_low", "ratio_high"))
        ratio = t("table.ratio", ratio=t.number(found["ratio"], places=2), low=low, high=high)
    elif found["ratio_low"] is not None:
        ratio = t("table.ratio_open", low=t.number(found["ratio_low"], places=2))
    counts = {name: t.number(found[name]) for name in ("before_n", "before_posts", "after_n", "after_posts")}
    is_compared = found["before_posts"] and found["after_posts"]
    return {
        "verdict": t(f"verdict.{found['verdict']}"),
        "kind": str(found["verdict"]),
        "rates": t("table.per_1000", before=rate(found["before_per_1000"]), after=rate(found["after_per_1000"])),
        "counts": t("table.counts", **counts) if is_compared else "",
        "ratio": ratio,
    }


def _team(week: Weekly, t: Wording) -> list[str]:
    told = []
    answering = [row for row in week.people if row["n"]]
    if answering:
        n, timed, in_time = (sum(row[name] for row in answering) for name in ("n", "timed", "in_time"))
        share = t.percent(in_time / timed if timed else None)
        told.append(t("facts.team", people=len(answering), n=n, share=share, in_time=in_time, timed=timed))
    else:
        told.append(t("facts.team_none"))
    held = [row["in_hand"] for row in week.people if row["in_hand"]]
    if held:
        told.append(t("facts.load", most=max(held), overdue=sum(row["overdue_in_hand"] for row in week.people)))
    if week.backlog is not None:
        b = week.backlog
        told.append(t("facts.waiting", waiting=b["waiting"], overdue=b["overdue"], without=b["without_owner"]))
    return told


def _voice(week: Weekly, t: Wording) -> list[str]:
    told = []
    recovery, rated = week.recovery, week.satisfaction
    if recovery is not None and recovery["heard"]:
        share = t.percent(recovery["recovery_rate"])
        share += ", " + _told_interval(
            t.percent(recovery["recovery_rate_low"]), t.percent(recovery["recovery_rate_high"]), t
        )
        counts = {name: recovery[name] for name in ("recovered", "heard", "n")}
        told.append(t("facts.recovery", **counts, share=share, weeks=SPAN.days // 7))
    else:
        told.append(t("facts.recovery_none"))
    if rated is None:
        return [*told, t("facts.satisfaction_none")]
    if rated["csat_n"]:
        share = t.percent(rated["csat"])
        share += " (" + _told_interval(t.percent(rated["csat_low"]), t.percent(rated["csat_high"]), t) + ")"
        told.append(t("facts.csat", share=share, satisfied=rated["satisfied"], n=rated["csat_n"]))
    if rated["nps_n"]:
        low, high = t.points(rated["nps_low"]), t.points(rated["nps_high"])
        told.append(t("facts.nps", nps=t.points(rated["nps"]), n=rated["nps_n"], low=low, high=high))
    return told


@cache
def _template() -> Template:
    text = (files("repwatch") / "reports" / "weekly.html.j2").read_text(encoding="utf-8")
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(text)
