"""A source that was written for somebody keeps every promise before they have changed a line."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from repwatch.cli import app

ROOT = Path(__file__).parents[2]
WRITTEN = [
    "collectors/sources/city_paper.py",
    "tests/collectors/servers/city_paper.py",
    "tests/collectors/test_city_paper.py",
]


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what a source touches, with one more in it."""
    folder = tmp_path_factory.mktemp("checkout")
    kept = shutil.ignore_patterns("__pycache__")
    for part in ("collectors", "triage", "docs", "tests/collectors"):
        shutil.copytree(ROOT / part, folder / part, ignore=kept)
    for part in ("pyproject.toml", "tests/conftest.py", "tests/yardstick.py"):
        shutil.copy(ROOT / part, folder / part)
    result = CliRunner().invoke(app, ["new-source", "city_paper", "--into", str(folder)])
    assert result.exit_code == 0, result.output
    return folder


def python(checkout: Path, *words: str) -> None:
    """Run a module of Python in the checkout, and hold it to success."""
    done = subprocess.run(
        [sys.executable, "-m", *words],
        cwd=checkout,
        env={**os.environ, "PYTHONPATH": str(checkout)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.long
def test_a_new_source_keeps_every_promise(checkout: Path) -> None:
    python(checkout, "pytest", "-q", "tests/collectors", "-k", "city_paper or test_every_collector_has_a_row")


def test_a_new_source_reads_like_ours(checkout: Path) -> None:
    python(checkout, "ruff", "check", *WRITTEN)
    python(checkout, "ruff", "format", "--check", *WRITTEN)


@pytest.mark.long
def test_a_new_source_is_typed(checkout: Path) -> None:
    python(checkout, "mypy", "--cache-dir", str(checkout / "mypy"), *WRITTEN)


def test_nothing_is_overwritten(checkout: Path) -> None:
    before = {path: path.read_bytes() for path in checkout.rglob("*") if path.suffix in {".py", ".md"}}

    result = CliRunner().invoke(app, ["new-source", "city_paper", "--into", str(checkout)])

    assert result.exit_code == 2
    assert "exists; it is not overwritten" in result.stderr
    assert {path: path.read_bytes() for path in before} == before


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("City", "cannot name a source"),
        ("2nd", "cannot name a source"),
        ("a__b", "cannot name a source"),
        ("../up", "cannot name a source"),
        ("class", "cannot name a source"),
        ("x" * 31, "cannot name a source"),
        ("mastodon", "already"),
        ("city_paper", "no checkout"),
    ],
)
def test_a_name_that_cannot_be_is_told_and_writes_nothing(tmp_path: Path, name: str, said: str) -> None:
    result = CliRunner().invoke(app, ["new-source", name, "--into", str(tmp_path)])

    assert result.exit_code == 2
    assert said in result.stderr
    assert list(tmp_path.iterdir()) == []
