"""The Streamlit console: queue, post, coverage and trends."""
