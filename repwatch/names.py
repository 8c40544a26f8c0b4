"""Names that can stand in the record."""

import re

from triage.events import SYSTEM

NOBODY = "(nobody)"
"""Stands in reports where no person does: no name begins with a bracket, and somebody may be called Nobody."""
_NAME = re.compile(r"\w[\w .'@+-]{0,79}")


def person(text: str) -> str:
    """The name if it can stand in the record as a person's, else nothing: no marks, and not the system's own."""
    found = _NAME.fullmatch(text.strip())
    return found.group() if found and found.group().casefold() != SYSTEM else ""
