"""Settings of the business, for leads: promises, brands, accounts, teams, alerts, sentences, and their record."""

import streamlit as st

from dashboard.components.accounts import accounts
from dashboard.components.entries import entries
from dashboard.components.page_bar import heading, one_of
from dashboard.components.promises import promises
from dashboard.components.record import record
from dashboard.components.sentences import sentences
from dashboard.saving import tell
from dashboard.viewer import viewer
from repwatch.roles import Role

PARTS = ("promises", "brands", "accounts", "teams", "alerts", "sentences", "record")


def show() -> None:
    """Draw the page."""
    me = viewer()
    t = me.t
    heading(t("setup.title"), me=me)
    if not me.may(Role.LEAD):
        st.info(t("setup.leads_only"))
        return
    part = one_of("part", PARTS, title=t("setup.title"), me=me)
    tell()
    match part:
        case "promises":
            promises(me=me)
        case "brands":
            entries("brand", me=me)
        case "accounts":
            accounts(me=me)
        case "teams":
            entries("team", me=me)
        case "alerts":
            entries("channel", me=me)
        case "sentences":
            sentences(me=me)
        case _:
            record(me=me)
