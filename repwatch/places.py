"""The places of a reply: what may stand in double braces, read without running any of it."""

import re

from jinja2 import Environment, TemplateSyntaxError

PLACES = ("name", "brand", "agent", "channel")
_KNOWN = f"known are {', '.join(f'{{{{ {place} }}}}' for place in PLACES)} and {{{{ fill('what') }}}}"
# whatever is nested is refused by its shape: a parser would go as deep as a text says
_SHAPE = re.compile(rf"(?:\{{\{{[-+]?(?:{'|'.join(PLACES)}|fill\(''\))[-+]?\}}\}})*")


def fault_of(body: str) -> str:
    """Why a body holds more than words and places, and what is known; empty where it holds these alone."""
    reader = Environment(autoescape=False)  # noqa: S701 -- it is read, never rendered
    try:
        shape = "".join(map(_shape, reader.lex(body)))
        if not _SHAPE.fullmatch(shape):
            return f"a reply holds words and places alone; {_KNOWN}"
        reader.parse(body)
    except TemplateSyntaxError as error:
        return f"a place cannot be read ({error.message}); {_KNOWN}"
    return ""


def _shape(token: tuple[int, str, str]) -> str:
    match token[1], token[2]:
        case (("data" | "whitespace"), _):
            return ""
        case "string", _:
            return "''"
        case _, written:
            return written
