"""On a phone a row is a card that holds all of its columns, what somebody wrote first."""

import streamlit as st

from dashboard.components.cards import card
from dashboard.words import Words

COLUMNS = {
    "posted": st.column_config.TextColumn("Publié"),
    "followers": st.column_config.NumberColumn("Abonnés"),
    "weeks": st.column_config.BarChartColumn("Par semaine"),
    "text": st.column_config.TextColumn("Message"),
    "state": st.column_config.TextColumn("Réponse"),
    "case": st.column_config.LinkColumn("Dossier", display_text="Ouvrir"),
}


def test_card_holds_every_column_of_its_row() -> None:
    row = {"posted": "13:06", "followers": 48_200, "weeks": [0, 3], "text": "<b>", "state": "", "case": "/?case=c"}

    drawn = card(row, COLUMNS, t=Words("fr"))

    assert drawn == {
        "name": "13:06",
        "text": "<b>",
        "fields": [("Abonnés", "48\u202f200"), ("Par semaine", [0, 3])],
        "link": "/?case=c",
        "link_text": "Ouvrir",
    }


def test_row_without_a_case_leads_nowhere() -> None:
    assert "link" not in card({"posted": "13:06", "case": None}, COLUMNS, t=Words("en"))
