"""The playbook's sentences in force, where each comes from, and a change of one."""

import json
from typing import Any

import streamlit as st

from dashboard import backend, lake_reads
from dashboard.components.saver import saver, since
from dashboard.forms import Body, begin
from dashboard.safe import plain
from dashboard.viewer import Viewer
from dashboard.words import LANGUAGES, labels
from repwatch import business
from repwatch.templates import LANGUAGES as WRITTEN
from repwatch.templates import Playbook, PlaybookError, Situation, shipped
from triage.abuse import Stance
from triage.matters import Matter
from triage.playbook import Step
from triage.said import Given, Kind, Wish
from warehouse import config

_STEPS = {**dict.fromkeys(("greeting", "feeling", "problem"), Step.ACKNOWLEDGE), "number": Step.CLARIFY}
"""The steps of the sentences that are named otherwise."""
_MATTER_OF = {"order": Matter.LATE, "booking": Matter.JOURNEY}
"""A matter for which each number is asked."""


def sentences(*, me: Viewer) -> None:
    """Draw the sentences of a language, and the form of one."""
    t, app = me.t, backend.app()
    folder = app.settings.playbook
    st.caption(t("sentences.why", folder=plain(str(folder)).replace("`", "")))
    try:
        book = business.playbook(app.desk, folder)
    except PlaybookError as error:
        st.text(t("offer.broken", error=plain(str(error))))
        return
    with st.container(horizontal=True):
        lang = st.selectbox(
            t("settings.language"), WRITTEN, format_func=LANGUAGES.__getitem__, key="sentence_lang", width=200
        )
        tables = book.tables(lang)
        table = st.selectbox(
            t("sentences.step"),
            list(tables),
            format_func=lambda name: t.of("sentence", name),
            key="sentence_table",
            width=260,
        )
        line = st.selectbox(
            t("sentences.when"),
            list(tables[table]),
            format_func=lambda name: _when(name, me=me),
            key=f"sentence_line_{table}",
            width=320,
        )
    form, as_is = begin("template", lang), tables[table][line]
    body, own = form.body, form.was
    st.caption(t(f"sentences.from_{_place(lang, table, line, as_is, own)}"))
    if form.latest is not None:
        st.caption(since(form.latest, me=me))
    told = st.text_area(
        t("sentences.text"),
        value=body.get(table, {}).get(line, as_is),
        key=f"{form.key}_{table}_{line}",
        height=110,
        help=t("sentences.help"),
    )
    if told != as_is:
        body.setdefault(table, {})[line] = told
    elif line not in own.get(table, {}):
        body.get(table, {}).pop(line, None)
    body = {name: lines for name, lines in body.items() if lines}
    _as_read(lang, table, line, body, me=me)
    saver(form, body, me=me)


def _as_read(lang: str, table: str, line: str, body: Body, *, me: Viewer) -> None:
    """The step that a sentence is part of, as a customer called Sam reads it; nothing where it cannot be written."""
    try:
        book = _book(lang, json.dumps(body, sort_keys=True))
    except PlaybookError:
        return
    parts = [part for part in line.split("/") if part != "default"]
    topics = [part for part in parts if f"topic.{part}" in labels("en")]
    known = {*Matter, *Wish, *Kind, "order", "booking", "given"}
    manners = [part for part in parts if part not in topics and part not in known]
    seen = Situation(
        lang=lang,
        topic=next(iter(topics), "other"),
        customer_type=next(iter(manners), "none"),
        platform=line if table == "channel" else "",
        name="Sam",
        brand=next(iter(lake_reads.brand_titles().values()), ""),
        agent=me.signature,
        matter=_MATTER_OF.get(line) or (Matter(line) if line in set(Matter) else None),
        wish=Wish(line) if line in set(Wish) else None,
        kind=Kind(line) if line in set(Kind) else Kind.COMPLAINT,
        given=frozenset({Given.NUMBER} if line == "given" else ()),
    )
    if table in {"channel", "handoff"}:
        text = book.handoff(seen)
    elif table == "boundary":
        text = book.boundary(Stance(line), seen)
    else:
        text = book.step(_STEPS[table] if table in _STEPS else Step(table), seen)
    st.caption(me.t("sentences.as_read"))
    with st.container(key="said-brand-preview"):
        st.text(text)


@st.cache_resource(max_entries=8, show_spinner=False)
def _book(lang: str, body: str) -> Playbook:
    """The playbook with a language's sentences as they stand in the form."""
    app = backend.app()
    told = {entry.name: entry.body for entry in config.entries(app.desk, "template")}
    return Playbook.load(app.settings.playbook, told | {lang: json.loads(body)})


def _place(lang: str, table: str, line: str, text: str, own: dict[str, Any]) -> str:
    """Whether a sentence is the desk's, a file's, or the one that ships."""
    if line in own.get(table, {}):
        return "desk"
    return "shipped" if shipped(lang)[table].get(line) == text else "file"


def _when(name: str, *, me: Viewer) -> str:
    """For whom a sentence is: a topic, a type of customer, both, or everybody."""
    t = me.t
    if name == "default":
        return t("sentences.default")
    return " · ".join(_called(part, me=me) for part in name.split("/"))


def _called(part: str, *, me: Viewer) -> str:
    group = next(
        (one for one in ("topic", "matter", "manner", "platform") if f"{one}.{part}" in labels(me.t.lang)), "topic"
    )
    return me.t.of(group, part)
