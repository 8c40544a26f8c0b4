"""What the playbook offers for the open case: a whole draft, one step, the way to a private channel, or a boundary."""

from collections.abc import Callable, Sequence
from datetime import timedelta

import streamlit as st

from dashboard import backend
from dashboard.components.writing_guard import writing_guard
from dashboard.lake_reads import brand_titles
from dashboard.safe import plain
from dashboard.viewer import Viewer
from repwatch import business
from repwatch.drafting import judge, offer
from repwatch.templates import Playbook, PlaybookError, Situation
from triage.abuse import Stance
from triage.playbook import PUBLIC_STEPS
from warehouse.around import ThreadPost
from warehouse.case_file import CaseFile

_WROTE = "wrote"


def offers(file: CaseFile, posts: Sequence[ThreadPost], *, me: Viewer, write: Callable[[str, bool], None]) -> None:
    """Draw the buttons; `write` puts a text into the reply, in place of what is there or after it."""
    t = me.t
    try:
        book = _playbook()
    except PlaybookError as error:
        with st.container(key="check-stop-playbook"):
            st.text(t("offer.broken", error=plain(str(error))))
        return
    situation = _situation(file, me=me)
    stance, draft = offer(book, situation, said=_newest(file, posts), answers=_answers(posts))
    if stance is not Stance.ANSWER:
        with st.container(key="stance"):
            st.text(t(f"stance.{stance}"))
    shown = judge(str(st.session_state.get(f"draft_{file.case.case_id}", ""))).steps
    with st.container(key="offers", horizontal=True, gap="xxsmall", vertical_alignment="center"):
        if draft:
            label = t("offer.whole") if stance is Stance.ANSWER else t("offer.boundary")
            _button("whole", label, draft, replaces=True, write=write)
        if stance is Stance.ANSWER:
            for step in PUBLIC_STEPS:
                mark = "✓ " if step in shown else ""
                _button(step, f"{mark}{t(f'playbook.{step}')}", book.step(step, situation), write=write)
            _button("handoff", t("offer.handoff"), book.handoff(situation), write=write)
    writing_guard(wrote=str(st.session_state.get(_WROTE, "")))


def _button(name: str, label: str, text: str, *, write: Callable[[str, bool], None], replaces: bool = False) -> None:
    def put_in() -> None:
        write(text, replaces)
        count = int(str(st.session_state.get(_WROTE, "0")).split("-")[0] or 0) + 1
        st.session_state[_WROTE] = f"{count}-{name}"

    st.button(label, key=f"offer_{name}", on_click=put_in, type="secondary" if replaces else "tertiary")


def _situation(file: CaseFile, *, me: Viewer) -> Situation:
    brand = file.case.brand
    return Situation(
        lang=file.lang,
        topic=file.topic,
        customer_type=file.customer_type,
        platform=file.case.key.platform,
        name=plain(file.author_name),
        brand=brand_titles().get(brand, brand),
        agent=me.name,
    )


def _newest(file: CaseFile, posts: Sequence[ThreadPost]) -> str:
    """The customer's last words in the thread; the opening post where it could not be read."""
    said = [post.text for post in posts if post.author_id == file.author_id and not post.is_brand and post.text]
    return said[-1] if said else file.excerpt


def _answers(posts: Sequence[ThreadPost]) -> list[str]:
    return [post.text for post in posts if post.is_brand and post.text]


@st.cache_resource(ttl=timedelta(minutes=1), show_spinner=False)
def _playbook() -> Playbook:
    app = backend.app()
    return business.playbook(app.desk, app.settings.playbook)
