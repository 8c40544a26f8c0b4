"""Whose account speaks for a brand, and from when to when."""

from datetime import UTC, date, datetime, time
from functools import partial

import streamlit as st

from dashboard import backend, lake_reads
from dashboard.components import listing
from dashboard.saving import save
from dashboard.viewer import Viewer
from repwatch.configuring import own
from warehouse import config
from warehouse.config import OwnedAccount

_ROUND = "account_round"


def accounts(*, me: Viewer) -> None:
    """Draw the accounts and the form that adds or ends one."""
    t, app = me.t, backend.app()
    st.caption(t("accounts.why"))
    found = sorted(config.owned(app.desk), key=lambda one: (one.brand, one.platform, one.account_id))
    text = st.column_config.TextColumn
    rows = [
        {
            "brand": lake_reads.brand_titles().get(one.brand, one.brand),
            "platform": t.of("platform", one.platform),
            "account": one.account_id,
            "from": _day(one.valid_from, me=me),
            "to": _day(one.valid_to, me=me),
        }
        for one in found
    ]
    columns = {
        "brand": text(t("brand_choice.title")),
        "platform": text(t("filter.platform")),
        "account": text(t("accounts.account")),
        "from": text(t("accounts.from")),
        "to": text(t("accounts.to")),
    }
    listing.table(rows, columns, name="accounts", alt=t("part.accounts"), me=me)
    st.markdown(f"**{t('accounts.add')}**")
    st.caption(t("accounts.add_why"))
    _form(found, me=me)


def _form(found: list[OwnedAccount], *, me: Viewer) -> None:
    t, key = me.t, f"account_{_round()}"
    known = sorted({*lake_reads.brand_titles(), *(one.brand for one in found)})
    columns = st.columns(5)
    with columns[0]:
        brand = st.selectbox(
            t("brand_choice.title"),
            known,
            format_func=lambda name: lake_reads.brand_titles().get(name, name),
            key=f"{key}_brand",
        )
    with columns[1]:
        platform = st.text_input(t("filter.platform"), key=f"{key}_platform", placeholder="mastodon").strip()
    with columns[2]:
        account = st.text_input(t("accounts.account"), key=f"{key}_id", help=t("accounts.account_help")).strip()
    with columns[3]:
        first = st.date_input(t("accounts.from"), value=None, key=f"{key}_from", format="YYYY-MM-DD")
    with columns[4]:
        last = st.date_input(t("accounts.to"), value=None, key=f"{key}_to", format="YYYY-MM-DD")
    asked = OwnedAccount(
        brand=brand or "",
        platform=platform,
        account_id=account,
        valid_from=_start(first, me=me),
        valid_to=_start(last, me=me),
    )
    st.button(
        t("accounts.save"),
        key="save_account",
        type="primary",
        disabled=not (asked.brand and platform and account),
        on_click=partial(_save, asked, me=me),
    )


def _save(account: OwnedAccount, *, me: Viewer) -> None:
    app = backend.app()
    done = save(
        lambda: own(app.desk, account, by=me.actor, now=app.now()),
        done=me.t("accounts.saved", account=account.account_id),
        me=me,
    )
    if done:
        st.session_state[_ROUND] = _round() + 1


def _round() -> int:
    """Which round of the form this is: after a save it begins empty."""
    return int(st.session_state.get(_ROUND, 0))


def _start(day: object, *, me: Viewer) -> datetime | None:
    """The first instant of a day in the viewer's zone."""
    return datetime.combine(day, time(), tzinfo=me.zone).astimezone(UTC) if isinstance(day, date) else None


def _day(instant: datetime | None, *, me: Viewer) -> str:
    return me.t("accounts.open_end") if instant is None else f"{instant.astimezone(me.zone):%Y-%m-%d}"
