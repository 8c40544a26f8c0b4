"""What the reply asks of the stores: saved replies, what they led to, and past answers that worked."""

from datetime import timedelta

import streamlit as st

from dashboard import backend
from dashboard.remembering import remembered
from repwatch import business, offering, replies
from repwatch.offering import Evidence, PastAnswer
from repwatch.proven import Matter
from repwatch.replies import Reply
from repwatch.templates import Playbook
from triage.draft import Post
from triage.provenance import Origin

_FRESH = timedelta(minutes=1)


@st.cache_resource(ttl=_FRESH, show_spinner=False)
def playbook() -> Playbook:
    """The sentences in force; PlaybookError where they cannot be used."""
    app = backend.app()
    return business.playbook(app.desk, app.settings.playbook)


@st.cache_resource(ttl=_FRESH, show_spinner=False)
def drafted(lang: str) -> Origin:
    """What a draft of the playbook remembers."""
    return offering.playbook_origin(backend.app().desk, lang)


def saved() -> list[Reply]:
    """The replies in use, as they are now."""
    return replies.replies(backend.app().desk)


@remembered(after=_FRESH)
def evidence() -> Evidence:
    """What all texts led to."""
    return Evidence.of(backend.app().desk)


@remembered(after=_FRESH)
def past(brand: str, matter: Matter, but: str, post: Post) -> list[PastAnswer]:
    """Answers of the team to like cases that led to recovery."""
    app = backend.app()
    return offering.past(app.desk, app.lake, brand=brand, matter=matter, post=post, but=but)
