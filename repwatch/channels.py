"""Reads the channels of the business configuration: where alerts go, in which language, and how much they may say."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from triage.alerts import CHOICES, AfterCrash, AlertKind, Channel, QuietHours
from triage.urgency import Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """A channel with what it takes to reach it: the name of the credential that holds its address, and its language.

    Without `with_excerpt` and `with_author` a message holds no word of a customer and no personal name.
    """

    channel: Channel
    url_secret: str
    language: str = "en"
    with_excerpt: bool = False
    with_author: bool = False

    @property
    def name(self) -> str:
        """What the channel is called."""
        return self.channel.name


class _ChannelText(BaseModel):
    model_config = ConfigDict(extra="forbid")
    url_secret: str = Field(pattern=r"^[A-Za-z][A-Za-z0-9_-]*$")
    kinds: list[AlertKind] = Field(default_factory=lambda: sorted(CHOICES), min_length=1)
    brands: list[str] = Field(default_factory=list)
    min_severity: Severity = Severity.P4
    urgent_severity: Severity = Severity.P1
    language: Literal["en", "fr"] = "en"
    zone: str = ""
    quiet: str = ""
    per_hour: int = Field(default=12, ge=1, le=1000)
    digest_at: str = ""
    after_crash: AfterCrash = AfterCrash.HOLD
    with_excerpt: bool = False
    with_author: bool = False

    @field_validator("kinds")
    @classmethod
    def _may_be_chosen(cls, value: list[AlertKind]) -> list[AlertKind]:
        if set(value) - CHOICES:
            raise ValueError("whoever hears of source_silent hears of its end: leave source_back out")
        return value


def outlet(name: str, body: Mapping[str, Any], *, zone: str) -> Outlet:
    """The channel that an entry says; ValueError names what is wrong with it. `zone` is used where it names none."""
    if not name:
        raise ValueError("a channel needs a name")
    try:
        text = _ChannelText.model_validate(dict(body))
    except ValidationError as error:
        problems = (f"{'.'.join(map(str, problem['loc']))}: {problem['msg']}" for problem in error.errors())
        raise ValueError("; ".join(problems)) from error
    channel = Channel(
        name=name,
        kinds=frozenset(text.kinds),
        brands=frozenset(text.brands),
        min_severity=text.min_severity,
        urgent_severity=text.urgent_severity,
        zone=_zone(text.zone or zone),
        quiet=_quiet(text.quiet),
        per_hour=text.per_hour,
        digest_minute=_minute(text.digest_at) if text.digest_at else None,
        after_crash=text.after_crash,
    )
    return Outlet(
        channel=channel,
        url_secret=text.url_secret,
        language=text.language,
        with_excerpt=text.with_excerpt,
        with_author=text.with_author,
    )


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f"zone: {name!r} is no time zone; write one like America/Toronto") from error
    return name


def _quiet(text: str) -> QuietHours | None:
    if not text:
        return None
    start, dash, end = text.partition("-")
    if not dash:
        raise ValueError(f"quiet: quiet hours are written like 22:00-07:00, got {text!r}")
    return QuietHours(start=_minute(start), end=_minute(end))


def _minute(text: str) -> int:
    hours, colon, minutes = text.strip().partition(":")
    is_time = colon and hours.isdigit() and minutes.isdigit() and int(hours) < 24 and int(minutes) < 60
    if not is_time:
        raise ValueError(f"a time of day is written like 08:30, got {text!r}")
    return int(hours) * 60 + int(minutes)
