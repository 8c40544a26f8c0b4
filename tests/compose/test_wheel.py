"""The wheel that goes into the image carries every file of the packages: SQL, models, templates, DAGs."""

import subprocess
import sys
import tomllib
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["hatch"]["build"]["targets"]["wheel"][
    "packages"
]


def test_the_wheel_holds_what_the_packages_hold(tmp_path: Path) -> None:
    pytest.importorskip("hatchling", reason="hatchling comes with requirements/build.txt")
    expected = {
        str(path.relative_to(ROOT))
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }

    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(tmp_path)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )

    (wheel,) = tmp_path.glob("*.whl")
    with ZipFile(wheel) as archive:
        assert expected - set(archive.namelist()) == set()


def test_the_image_is_built_from_what_the_wheel_needs() -> None:
    sent = {line.removeprefix("!") for line in (ROOT / ".dockerignore").read_text().splitlines() if line[0] == "!"}

    assert sent == {*PACKAGES, "LICENSE", "README.md", "pyproject.toml", "requirements"}
