"""Forms for entries of the configuration: what each kind holds, as people fill it in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import streamlit as st

from dashboard import lake_reads
from dashboard.viewer import Viewer
from dashboard.words import labels
from triage.alerts import CHOICES, AfterCrash
from triage.urgency import Severity


class How(StrEnum):
    """How a value is filled in."""

    TEXT = "text"
    LIST = "list"
    CHOICE = "choice"
    NUMBER = "number"
    FLAG = "flag"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One value of an entry; `usual` is what it is where nothing is said."""

    name: str
    how: How
    group: str = ""
    options: Sequence[str] = ()
    usual: Any = None


def fields_of(kind: str) -> Sequence[Field]:
    """What an entry of a kind holds."""
    severities = tuple(severity.value for severity in Severity)
    brands = tuple(lake_reads.brand_titles())
    forms: dict[str, Sequence[Field]] = {
        "brand": (
            Field(name="title", how=How.TEXT),
            Field(name="required", how=How.LIST),
            Field(name="excluded", how=How.LIST),
            Field(name="langs", how=How.LIST, group="language", options=("en", "fr")),
            Field(name="muted_accounts", how=How.LIST),
            Field(name="with_reposts", how=How.FLAG),
        ),
        "team": (
            Field(name="members", how=How.LIST),
            Field(name="langs", how=How.LIST, group="language", options=("en", "fr")),
            Field(name="topics", how=How.LIST, group="topic", options=_topics()),
            Field(name="brands", how=How.LIST, options=brands),
        ),
        "channel": (
            Field(name="url_secret", how=How.TEXT),
            Field(name="kinds", how=How.LIST, group="alert_kind", options=tuple(sorted(CHOICES))),
            Field(name="brands", how=How.LIST, options=brands),
            Field(name="min_severity", how=How.CHOICE, options=severities, usual=Severity.P4.value),
            Field(name="urgent_severity", how=How.CHOICE, options=severities, usual=Severity.P1.value),
            Field(name="language", how=How.CHOICE, group="language", options=("en", "fr"), usual="en"),
            Field(name="quiet", how=How.TEXT),
            Field(name="digest_at", how=How.TEXT),
            Field(name="zone", how=How.TEXT),
            Field(name="per_hour", how=How.NUMBER, usual=12),
            Field(
                name="after_crash",
                how=How.CHOICE,
                group="after_crash",
                options=tuple(AfterCrash),
                usual=AfterCrash.HOLD.value,
            ),
            Field(name="with_excerpt", how=How.FLAG),
            Field(name="with_author", how=How.FLAG),
        ),
    }
    return forms[kind]


def entry_form(kind: str, body: Mapping[str, Any], *, key: str, me: Viewer) -> dict[str, Any]:
    """Draw the form and return what it says; a value that is as usual is left out."""
    filled = dict(body)
    left, right = st.columns(2, gap="large")
    for number, field in enumerate(fields_of(kind)):
        with left if number % 2 == 0 else right:
            value = _draw(kind, field, body.get(field.name), key=f"{key}_{field.name}", me=me)
        if value in ("", [], False, None) or (value == field.usual and field.name not in body):
            filled.pop(field.name, None)
        else:
            filled[field.name] = value
    return filled


def _draw(kind: str, field: Field, value: Any, *, key: str, me: Viewer) -> Any:  # noqa: ANN401 -- as JSON holds it
    t = me.t
    title, hint = t(f"{kind}_form.{field.name}"), t(f"{kind}_form.{field.name}_help")
    match field.how:
        case How.TEXT:
            return st.text_input(title, value=str(value or ""), key=key, help=hint, max_chars=120).strip()
        case How.FLAG:
            return st.toggle(title, value=bool(value), key=key, help=hint)
        case How.NUMBER:
            return int(
                st.number_input(title, min_value=1, max_value=1000, value=int(value or field.usual), key=key, help=hint)
            )
        case How.CHOICE:
            chosen = value if value in field.options else field.usual
            return st.selectbox(
                title,
                field.options,
                index=list(field.options).index(chosen),
                format_func=lambda one: t.of(field.group, one) if field.group else one,
                key=key,
                help=hint,
            )
        case How.LIST:
            known = list(dict.fromkeys([*field.options, *(value or [])]))
            return st.multiselect(
                title,
                known,
                default=value or [],
                format_func=lambda one: t.of(field.group, one) if field.group else one,
                key=key,
                help=hint,
                accept_new_options=field.group in {"", "language"},
                placeholder=t("setup.any" if field.options else "setup.none"),
            )


def _topics() -> tuple[str, ...]:
    return tuple(key.removeprefix("topic.") for key in labels("en") if key.startswith("topic."))
