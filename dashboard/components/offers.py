"""What the playbook offers for the open case: a whole draft, one step, the way to a private channel, or a boundary."""

from collections.abc import Sequence
from typing import Literal

import streamlit as st

from dashboard import case_reads, reply_reads
from dashboard.components import keep_reply, start_from
from dashboard.components.put_in import Put, noted, wrote
from dashboard.components.writing_guard import writing_guard
from dashboard.lake_reads import brand_titles
from dashboard.safe import plain
from dashboard.viewer import Viewer
from repwatch.drafting import judge, offer, to_answer
from repwatch.templates import PlaybookError, Situation
from triage.abuse import Stance
from triage.playbook import PUBLIC_STEPS
from warehouse.around import ThreadPost
from warehouse.case_file import CaseFile

_WHOLE = "Q"
"""The key that begins a draft."""


def offers(file: CaseFile, posts: Sequence[ThreadPost], *, me: Viewer, write: Put) -> None:
    """Draw the buttons; `write` puts a text into the reply, in place of what is there or after it."""
    t, put = me.t, noted(write)
    try:
        book = reply_reads.playbook()
    except PlaybookError as error:
        with st.container(key="check-stop-playbook"):
            st.text(t("offer.broken", error=plain(str(error))))
        return
    situation = to_answer(_situation(file, me=me), case_reads.heard(file).said)
    stance, draft = offer(book, situation, said=case_reads.newest_words(file, posts), answers=_answers(posts))
    if stance is not Stance.ANSWER:
        with st.container(key="stance"):
            st.text(t(f"stance.{stance}"))
    shown = judge(str(st.session_state.get(f"draft_{file.case.case_id}", ""))).steps
    with st.container(key="offers", horizontal=True, gap="xxsmall", vertical_alignment="center"):
        if draft:
            label = t("offer.whole") if stance is Stance.ANSWER else t("offer.boundary")
            code = reply_reads.drafted(file.lang).code if stance is Stance.ANSWER else ""
            _button("whole", label, draft, put=put, started_from=code, shortcut=me.key_of_one(_WHOLE))
        if stance is Stance.ANSWER:
            start_from.opener(file.case.case_id, me=me)
            for step in PUBLIC_STEPS:
                if text := book.step(step, situation):
                    # always a mark, so that nothing moves as steps are written
                    mark = "✓" if step in shown else "○"
                    _button(step, f"{mark} {t(f'playbook.{step}')}", text, put=put)
            _button("handoff", t("offer.handoff"), book.handoff(situation), put=put)
    listed = ""
    if stance is Stance.ANSWER and start_from.is_open(file.case.case_id):
        listed = start_from.start_from(file, book, situation, me=me, put=put)
    has_keys = me.key_of_one(_WHOLE) is not None
    writing_guard(wrote=wrote(), keeping=keep_reply.kept_now(), listed=listed, keys=has_keys)


def _button(
    name: str, title: str, text: str, *, put: Put, started_from: str | None = None, shortcut: str | None = None
) -> None:
    """A text for the reply; one that a draft is started from takes the place of what stands there."""
    is_whole = started_from is not None

    def put_in() -> None:
        put(text, replaces=is_whole, started_from=started_from)

    kind: Literal["secondary", "tertiary"] = "secondary" if is_whole else "tertiary"
    st.button(title, key=f"offer_{name}", on_click=put_in, type=kind, shortcut=shortcut)


def _situation(file: CaseFile, *, me: Viewer) -> Situation:
    brand = file.case.brand
    return Situation(
        lang=file.lang,
        topic=file.topic,
        customer_type=file.customer_type,
        platform=file.case.key.platform,
        name=plain(file.author_name),
        brand=brand_titles().get(brand, brand),
        agent=me.signature,
    )


def _answers(posts: Sequence[ThreadPost]) -> list[str]:
    return [post.text for post in posts if post.is_brand and post.text]
