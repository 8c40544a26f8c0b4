"""Reads a policy as people write it, in TOML, into the pure core's rules and calendars."""

import tomllib
from collections.abc import Container, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import holidays
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from repwatch import durations
from triage.calendar import Calendar, Window
from triage.policy import Policy, Rule
from triage.urgency import Severity

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class PolicyError(Exception):
    """A policy cannot be used; the message says which line and why."""


class _CalendarText(BaseModel):
    model_config = ConfigDict(extra="forbid")
    zone: str
    country: str = ""
    region: str = ""
    holidays: list[date] = Field(default_factory=list)
    monday: list[str] = Field(default_factory=list)
    tuesday: list[str] = Field(default_factory=list)
    wednesday: list[str] = Field(default_factory=list)
    thursday: list[str] = Field(default_factory=list)
    friday: list[str] = Field(default_factory=list)
    saturday: list[str] = Field(default_factory=list)
    sunday: list[str] = Field(default_factory=list)


class _RuleText(BaseModel):
    model_config = ConfigDict(extra="forbid")
    name: str
    targets: dict[Severity, str]
    next: dict[Severity, str] = Field(default_factory=dict)
    resolution: dict[Severity, str] = Field(default_factory=dict)
    calendars: dict[Severity, str] = Field(default_factory=dict)
    brands: list[str] = Field(default_factory=list)
    platforms: list[str] = Field(default_factory=list)
    langs: list[str] = Field(default_factory=list)
    topics: list[str] = Field(default_factory=list)
    min_followers: int = 0

    @field_validator("targets", "next", "resolution")
    @classmethod
    def _readable(cls, value: dict[Severity, str]) -> dict[Severity, str]:
        for text in value.values():
            durations.parse(text)
        return value


class _PolicyText(BaseModel):
    model_config = ConfigDict(extra="forbid")
    warn_share: float = 0.8
    calendars: dict[str, _CalendarText] = Field(default_factory=dict)
    rules: list[_RuleText]


def read_file(path: Path) -> dict[str, Any]:
    """The body of a policy file; PolicyError where it is not TOML or makes no policy."""
    try:
        body = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise PolicyError(f"There is no policy file {path}.") from error
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise PolicyError(f"{path} cannot be read as a TOML policy: {error}") from error
    build(body, version=0)
    return body


def build(body: Mapping[str, Any], *, version: int) -> Policy:
    """The policy that a body says; PolicyError names what is wrong with it."""
    try:
        text = _PolicyText.model_validate(dict(body))
        return Policy(
            version=version,
            warn_share=text.warn_share,
            calendars={name: _calendar(name, calendar) for name, calendar in text.calendars.items()},
            rules=tuple(_rule(rule) for rule in text.rules),
        )
    except ValidationError as error:
        problems = (f"{'.'.join(map(str, problem['loc']))}: {problem['msg']}" for problem in error.errors())
        raise PolicyError("The policy cannot be used: " + "; ".join(problems)) from error
    except ValueError as error:
        raise PolicyError(f"The policy cannot be used: {error}") from error


def calendar_of(body: Mapping[str, Any]) -> Calendar:
    """The calendar that a body says; PolicyError names what is wrong with it."""
    try:
        return _calendar("", _CalendarText.model_validate(dict(body)))
    except ValueError as error:
        raise PolicyError(f"The calendar cannot be used: {error}") from error


def _calendar(name: str, text: _CalendarText) -> Calendar:
    try:
        windows = {
            weekday: tuple(_window(window) for window in getattr(text, day)) for weekday, day in enumerate(WEEKDAYS)
        }
        return Calendar(zone=text.zone, windows=windows, holidays=_holidays(text))
    except (ValueError, NotImplementedError) as error:
        raise ValueError(f"calendar {name!r}: {error}") from error


def _holidays(text: _CalendarText) -> Container[date]:
    if not text.country:
        if text.region:
            raise ValueError(f"region {text.region!r} needs its country beside it")
        return frozenset(text.holidays)
    days = holidays.country_holidays(text.country, subdiv=text.region or None)
    days.update(dict.fromkeys(text.holidays, "listed"))
    return days


def _window(text: str) -> Window:
    start, dash, end = text.partition("-")
    if not dash:
        raise ValueError(f"a window is written like 09:00-17:30, got {text!r}")
    return Window(start=_minutes(start), end=_minutes(end))


def _minutes(text: str) -> int:
    hours, colon, minutes = text.strip().partition(":")
    if not (colon and hours.isdigit() and minutes.isdigit() and int(minutes) < 60):
        raise ValueError(f"a time of day is written like 09:30, got {text!r}")
    return int(hours) * 60 + int(minutes)


def _rule(text: _RuleText) -> Rule:
    return Rule(
        name=text.name,
        targets=_spans(text.targets),
        next_targets=_spans(text.next),
        resolution_targets=_spans(text.resolution),
        calendars=text.calendars,
        brands=frozenset(text.brands),
        platforms=frozenset(text.platforms),
        langs=frozenset(text.langs),
        topics=frozenset(text.topics),
        min_followers=text.min_followers,
    )


def _spans(texts: Mapping[Severity, str]) -> dict[Severity, timedelta]:
    return {severity: durations.parse(text) for severity, text in texts.items()}
