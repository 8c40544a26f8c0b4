"""sources"""
import streamlit as st
def show() -> None:
    st.caption("…")
