import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import dashboard
from dashboard.safe import label, plain, web_address

ROOT = Path(dashboard.__file__).parent


def sources() -> Iterator[tuple[str, str]]:
    for file in ROOT.rglob("*.py"):
        yield file.relative_to(ROOT).as_posix(), file.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("url", "is_web"),
    [
        ("https://social.example/post/1?a=b#c", True),
        ("http://social.example", True),
        ("HTTPS://social.example", True),
        (None, False),
        ("", False),
        ("javascript:alert(1)", False),
        ("JaVaScRiPt://x/%0aalert(1)", False),
        (" javascript:alert(1)", False),
        ("java\tscript:alert(1)", False),
        ("data:text/html,<script>alert(1)</script>", False),
        ("//social.example", False),
        ("https://", False),
        ("https:///path", False),
        ("https://social.example/\u202etxt.exe", False),
        ("https://a b.example", False),
        ("https://[::1", False),
        ("file:///etc/passwd", False),
    ],
)
def test_only_addresses_of_the_web_are_opened(url: str | None, is_web: bool) -> None:
    assert web_address(url) == (url if is_web else None)


@given(st.text(max_size=60))
def test_label_never_leaves_a_mark_that_markdown_reads(text: str) -> None:
    unescaped = re.sub(r"\\.", "", label(text))

    assert not set("\\`*_[]()!<>$:#|~") & set(unescaped)


def test_text_loses_what_turns_its_direction_and_keeps_the_rest() -> None:
    assert plain("caf\u00e9 \u202eevil\u202c\n\u200d👩‍👧 \x00") == "café evil\n\u200d👩‍👧 "


def test_nothing_draws_markup_of_its_own() -> None:
    banned = re.compile(r"unsafe_allow_html|st\.html\(|components\.v1|innerHTML|insertAdjacentHTML|st\.write\(")

    found = {name for name, text in sources() if banned.search(text)}
    scripts = [file.name for file in ROOT.rglob("*.js") if banned.search(file.read_text(encoding="utf-8"))]

    assert found == set()
    assert scripts == []


def test_what_strangers_wrote_never_goes_where_markdown_is_read() -> None:
    reads_markdown = re.compile(
        r"st\.(?:markdown|caption|metric|badge|button|link_button|warning|error|info|success|toast|expander|header|title)"
        r"\((?:[^()]|\([^()]*\))*"
        r"(?:\.excerpt|\.text\b|author_name|\.draft\b|\.url\b|\.evidence|\bnote\b|flash\.text|\.actor)"
    )

    found = {name: match.group() for name, text in sources() if (match := reads_markdown.search(text))}

    assert found == {}
