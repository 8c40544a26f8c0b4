"""The card that lies beside models: what taught them, how good they are, what they are not for, and since when."""

from collections.abc import Mapping
from datetime import date
from typing import Any

_LIMITS = """## For, and not for

For ordering and flagging public posts to or about a brand, in English and French, so that a person answers. Not for
judging people. Handles, addresses and figures are masked, and no text is kept in the files. Sarcasm is not heard;
of other languages only question marks, ratings and structure are. docs/scoring.md tells the rest.
"""


def card(trained: Mapping[str, Any], *, made_on: date, figures: Mapping[str, Mapping[str, float | int]]) -> str:
    """Write the card; `figures` are named columns of the same figures, or nothing where none were measured."""
    rows = "\n".join(f"| {name} | {licence} |" for name, licence in trained.get("sets", {}).items())
    decisions = f"\nFitted on with {trained['decisions']} decisions of the team.\n" if "decisions" in trained else ""
    return (
        "# Model card\n\n"
        "Four logistic regressions (complaint, question or request, negative, positive) on readable cues and on\n"
        f"hashed word and character n-grams. Made {made_on.isoformat()}.\n\n"
        f"## Taught by\n\n{trained['posts']} labelled posts.\n\n"
        f"| set | licence stated |\n|---|---|\n{rows}\n{decisions}\n"
        f"{_table(figures)}{_LIMITS}"
    )


def _table(figures: Mapping[str, Mapping[str, float | int]]) -> str:
    if not figures:
        return "## Figures\n\n`repwatch evaluate FILE…` measures them on labelled posts.\n\n"
    names = list(next(iter(figures.values())))
    head = f"| | {' | '.join(figures)} |\n|---|{'---|' * len(figures)}\n"
    rows = "".join(f"| {name} | {' | '.join(str(column[name]) for column in figures.values())} |\n" for name in names)
    return f"## Figures\n\nOn decisions that were held out.\n\n{head}{rows}\n"
