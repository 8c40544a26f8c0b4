"""The viewer's own settings: name, language, single keys, and the zone that times are in."""

import streamlit as st

from dashboard.safe import label
from dashboard.viewer import KEYS, LANGUAGE, NAME, Viewer, setting
from dashboard.words import LANGUAGES
from repwatch.names import person


def settings_menu(me: Viewer) -> None:
    """Draw the menu in the page's head; each setting takes effect at once and stays in the address."""
    t = me.t
    with st.popover(t("settings.title"), width="content", key="my_settings"):
        st.segmented_control(
            t("settings.language"),
            list(LANGUAGES),
            default=t.lang,
            format_func=LANGUAGES.__getitem__,
            key="set_language",
            on_change=_language,
        )
        if not me.signs_in:
            st.text_input(
                t("settings.name"),
                value=me.name,
                max_chars=40,
                key="set_name",
                on_change=_name,
                help=t("settings.name_help"),
            )
        st.toggle(t("settings.keys"), value=me.keys, key="set_keys", on_change=_keys, help=t("settings.keys_help"))
        if me.keys:
            st.caption(t("settings.keys_list"))
        st.caption(t("settings.zone", zone=me.zone_name))
        if me.signs_in:
            st.caption(t("settings.signed_in", name=label(me.name), role=t(f"role.{me.actor.role}")))
            st.button(t("login.leave"), key="leave", on_click=st.logout)


def _language() -> None:
    if st.session_state.set_language:
        setting(LANGUAGE, st.session_state.set_language)


def _name() -> None:
    name = person(st.session_state.set_name)
    if name:
        setting(NAME, name)


def _keys() -> None:
    setting(KEYS, "on" if st.session_state.set_keys else "off")
