"""Writes a new source with its world, its test and its lines in the documentation: green from the first minute."""

import re
from importlib.resources import files
from keyword import iskeyword
from pathlib import Path
from string import Template

import collectors

_NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_LONGEST_NAME = 30
_FILES = {
    "source.py.txt": "collectors/sources/{name}.py",
    "world.py.txt": "tests/collectors/servers/{name}.py",
    "test.py.txt": "tests/collectors/test_{name}.py",
}
_TABLE, _LIST = "docs/collectors.md", "docs/configuration.md"
_ROW = (
    "| `{name}` | the posts of one site | `account`: the site's address; option `page_size` (100) | none | unknown "
    "| posts below the post, to any depth | asked post by post: `edited_at`; 404 and 410 are deletions | unknown |"
)
_ROWS = re.compile(r"(?<=\|---\|\n)(?:\| `\w+` \|.*\n)+")
_NAMES = re.compile(r"(?<=read by one collector \()[^)]+")


class ScaffoldError(Exception):
    """The source cannot be written; the message says what to do instead."""


def new_source(name: str, *, into: Path) -> list[Path]:
    """Write the source `name` into the checkout `into`; all files, or none."""
    _check_name(name)
    written = {into / path.format(name=name): _filled(template, name=name) for template, path in _FILES.items()}
    if not all(path.parent.is_dir() for path in written) or not (into / _TABLE).is_file():
        raise ScaffoldError(f"{into} is no checkout of repwatch; name one with --into")
    if existing := [str(path.relative_to(into)) for path in written if path.exists()]:
        raise ScaffoldError(f"{', '.join(existing)} exists; it is not overwritten: choose another name")
    written[into / _TABLE] = _with_row(_read(into / _TABLE), name=name)
    written[into / _LIST] = _with_name(_read(into / _LIST), name=name)
    for path, text in written.items():
        path.write_text(text, encoding="utf-8")
    return list(written)


def _check_name(name: str) -> None:
    if not _NAME.fullmatch(name) or len(name) > _LONGEST_NAME or iskeyword(name):
        raise ScaffoldError(
            f"{name!r} cannot name a source; write small letters and digits, {_LONGEST_NAME} at most, with single _ "
            "between words: letters, city_paper"
        )
    if name in collectors.names():
        raise ScaffoldError(f"there is a collector {name!r} already; choose another name")


def _filled(template: str, *, name: str) -> str:
    words = [word.capitalize() for word in name.split("_")]
    text = (files("repwatch") / "seed" / "source" / template).read_text(encoding="utf-8")
    return Template(text).substitute(name=name, class_name="".join(words), title=" ".join(words))


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _with_row(text: str, *, name: str) -> str:
    """The table of collectors with a row more, in the order of names."""
    found = _ROWS.search(text)
    if found is None:
        raise ScaffoldError(f"{_TABLE} has no table of collectors to add a row to")
    rows = sorted([*found[0].splitlines(), _ROW.format(name=name)], key=lambda row: row.split("`")[1])
    return text[: found.start()] + "".join(f"{row}\n" for row in rows) + text[found.end() :]


def _with_name(text: str, *, name: str) -> str:
    """The sentence that lists the collectors with one more."""
    found = _NAMES.search(text)
    if found is None:
        raise ScaffoldError(f"{_LIST} has no list of collectors to add a name to")
    names = sorted([*re.findall(r"\w+", found[0]), name])
    return text[: found.start()] + ", ".join(f"`{one}`" for one in names) + text[found.end() :]
