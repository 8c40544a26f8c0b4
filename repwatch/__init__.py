"""The use cases: collect, score, triage, build, report; and the command line over them."""

__version__ = "0.1.0"
