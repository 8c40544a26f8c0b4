"""The labelled posts of the hearing, and how well it finds their matters and their sort by the words alone."""

from collections import Counter
from pathlib import Path

from tests.triage.drafts import Tally
from triage.said import Kind, heard


def measured(name: str) -> tuple[Tally, int, int]:
    """The matters of the posts of a file, how many are of the right sort, and how many there are."""
    lines = Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines()
    posts = [[part.strip() for part in line.split("|", 3)] for line in lines if not line.startswith("#")]
    matters, kinds = Tally(), 0
    for lang, kind, matter, text in posts:
        said = heard(text, lang=lang)
        kinds += said.kind == kind
        matters.add(frozenset([said.matter] if said.matter else []), frozenset({matter} - {"-"}), text=text)
    return matters, kinds, len(posts)


def glad(name: str, *, intent: str) -> tuple[Counter[Kind], Counter[Kind]]:
    """As what sort of post those of a file are heard that mock, and those whose praise is meant."""
    found: dict[str, Counter[Kind]] = {"mock": Counter(), "praise": Counter()}
    for line in Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            lang, meant, text = (part.strip() for part in line.split("|", 2))
            found[meant][heard(text, lang=lang, intent=intent).kind] += 1
    return found["mock"], found["praise"]
