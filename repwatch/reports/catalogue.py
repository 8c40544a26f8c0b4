"""The reports there are: their queries, what they can be cut by, and which of their figures are shares of which."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from repwatch.reports.window import DAYS, DAYS_OF_TOPICS

POSTS = ("severity", "platform", "lang", "topic", "day", "week")


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One report.

    `shares` name a numerator and its denominator, `nets` what is counted for, against and of how many, `means` the
    average, its deviation and its number; each gets an interval. `needs` are the tables it reads beside the lake; it
    looks back `days` where nobody says since when, on all of time without.
    """

    name: str
    title: str
    rows: tuple[str, ...]
    figures: str
    by: tuple[str, ...] = ()
    shares: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    nets: Mapping[str, tuple[str, str, str]] = field(default_factory=dict)
    means: Mapping[str, tuple[str, str, str]] = field(default_factory=dict)
    needs: frozenset[str] = frozenset()
    is_of_posts: bool = True
    is_of_brands: bool = True
    days: int | None = None


REPORTS = (
    Report(
        name="sla",
        title="How the promise of a first answer was kept",
        rows=("report_posts",),
        figures="report_sla",
        by=POSTS,
        shares={"compliance": ("in_time", "decided")},
        days=DAYS,
    ),
    Report(
        name="response-times",
        title="How long customers wait for the first answer",
        rows=("report_posts", "report_waits"),
        figures="report_response_times",
        by=POSTS,
        needs=frozenset({"working"}),
        days=DAYS,
    ),
    Report(
        name="backlog",
        title="Where cases stand, and what became of them",
        rows=("report_cases",),
        figures="report_backlog",
        by=("owner", "age", "status", *POSTS),
        shares={
            "action_rate": ("acted", "owed"),
            "resolution_rate": ("resolved", "owed"),
            "reopened_rate": ("reopened", "ever_resolved"),
            "resolution_compliance": ("resolution_in_time", "resolution_decided"),
        },
        needs=frozenset({"desk_cases", "desk_events"}),
    ),
    Report(
        name="sentiment",
        title="How customers feel",
        rows=("report_posts",),
        figures="report_sentiment",
        by=POSTS,
        shares={
            "negative_share": ("negative", "n"),
            "neutral_share": ("neutral", "n"),
            "positive_share": ("positive", "n"),
        },
        nets={"net": ("positive", "negative", "n")},
        days=DAYS,
    ),
    Report(
        name="topics",
        title="What customers write about",
        rows=("report_posts",),
        figures="report_topics",
        shares={
            "share": ("n", "of_posts"),
            "negative_share": ("negative", "n"),
            "needs_answer_share": ("needs_answer", "n"),
            "answered_share": ("answered", "decided"),
        },
        days=DAYS_OF_TOPICS,
    ),
    Report(
        name="people",
        title="Who answered, and what is in whose hands",
        rows=("report_answers_given",),
        figures="report_people",
        shares={"on_time": ("in_time", "timed")},
        needs=frozenset({"desk_cases", "desk_events"}),
        days=DAYS,
    ),
    Report(
        name="sources",
        title="How fresh and complete each source is, and what reading it took",
        rows=("report_windows",),
        figures="report_sources",
        shares={"capped_share": ("capped_pulls", "n")},
        needs=frozenset({"desk_passes"}),
        is_of_posts=False,
        is_of_brands=False,
        days=DAYS,
    ),
    Report(
        name="recovery",
        title="How unhappy customers feel after an answer",
        rows=("report_posts", "report_recoveries"),
        figures="report_recovery",
        by=POSTS,
        shares={"recovery_rate": ("recovered", "heard"), "heard_share": ("heard", "n")},
        means={
            "words_change": ("mean_words_change", "sd_words_change", "n_words"),
            "stars_change": ("mean_stars_change", "sd_stars_change", "n_stars"),
        },
    ),
    Report(
        name="replies",
        title="What answers were made from, and what they led to",
        rows=("report_reply_outcomes",),
        figures="report_replies",
        by=POSTS,
        shares={"recovery_rate": ("recovered", "heard"), "heard_share": ("heard", "n")},
        needs=frozenset({"desk_outcomes"}),
    ),
    Report(
        name="satisfaction",
        title="How customers rate the answer (CSAT) and the brand (NPS)",
        rows=("report_ratings",),
        figures="report_satisfaction",
        by=("origin", "day", "week"),
        shares={"csat": ("satisfied", "csat_n")},
        nets={"nps": ("promoters", "detractors", "nps_n")},
        needs=frozenset({"desk_ratings"}),
    ),
)
