"""Options of a target that must be numbers."""

from collectors.errors import SetupError
from triage.mention import Target


def whole(target: Target, name: str, *, default: int) -> int:
    """The option as a whole number above nothing; SetupError names the one that is not."""
    value = target.option(name, str(default))
    if not value.isdecimal() or int(value) == 0:
        raise SetupError(f"Option {name} of target {target.id} is {value!r}", fix="Write a whole number above 0.")
    return int(value)
