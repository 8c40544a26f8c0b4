"""The console's own style sheet: constant text, no post ever comes near it."""

from functools import cache
from importlib.resources import files

import streamlit as st


def apply() -> None:
    """Put the style sheet on the page."""
    st.html(_sheet())


@cache
def _sheet() -> str:
    return f"<style>{files('dashboard').joinpath('style.css').read_text(encoding='utf-8')}</style>"
