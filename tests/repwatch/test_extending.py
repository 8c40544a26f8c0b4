"""A collector that another package brings is one like ours, and a broken one is told in a sentence."""

import json
import re
import sys
from pathlib import Path

import pytest

import collectors
from collectors.errors import SetupError
from tests.collectors.servers.loopback import Answer
from tests.collectors.servers.scripted import ScriptedServer
from tests.repwatch.installed import NOW, Installed

EXAMPLE = (Path(__file__).parents[2] / "docs" / "collectors.md").read_text(encoding="utf-8")
LETTER = {"number": 7, "written": "2026-02-01T10:00:00Z", "text": "My order is late again and nobody answers"}


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that packages are installed into."""
    folder = tmp_path / "site-packages"
    folder.mkdir()
    monkeypatch.syspath_prepend(str(folder))
    return folder


@pytest.fixture
def letters(site: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The example of the documentation, installed as a package."""
    (code,) = re.findall(r"```python\n(.*?)```", EXAMPLE, re.DOTALL)
    return install(site, monkeypatch, code=code)


def install(site: Path, monkeypatch: pytest.MonkeyPatch, *, code: str) -> str:
    """What `pip install` leaves of a wheel with one module and its entry point."""
    (site / "letters_to_the_editor.py").write_text(code, encoding="utf-8")
    told = site / "letters_to_the_editor-1.2.dist-info"
    told.mkdir()
    (told / "METADATA").write_text("Metadata-Version: 2.4\nName: letters-to-the-editor\nVersion: 1.2\n")
    (told / "entry_points.txt").write_text("[repwatch.collectors]\nletters = letters_to_the_editor:SOURCE\n")
    monkeypatch.delitem(sys.modules, "letters_to_the_editor", raising=False)
    return "letters"


def test_a_package_brings_a_collector(letters: str) -> None:
    assert letters in collectors.names()
    assert letters not in collectors.ours()
    assert collectors.brought() == {letters: "letters-to-the-editor 1.2"}
    assert collectors.load(letters).platform == "letters"


@pytest.mark.loopback
def test_its_posts_are_stored_as_all_others(installed: Installed, letters: str) -> None:
    (installed.folder / "repwatch.toml").write_text('allow_hosts = ["127.0.0.1"]\n')
    with ScriptedServer({"/letters": Answer.json({"letters": [LETTER]})}) as server:
        target = {"collector": letters, "brands": ["maple-finch"], "account": server.url}
        (installed.folder / "mine.json").write_text(json.dumps({"target": {"paper": target}}))
        installed.run("config", "import", "mine.json")

        found = {finding["what"]: finding for finding in installed.json("doctor")}
        summary = installed.json("collect", "paper", "--now", NOW)

    assert found["collector letters"]["said"] == "brought by letters-to-the-editor 1.2"
    assert found["target paper"]["said"].startswith("1 letters")
    assert summary["targets"][0]["new"] == 1
    rows = installed.json("sql", "select platform, native_id from raw.mention where platform = 'letters'")
    assert rows == [{"platform": "letters", "native_id": "7"}]


def test_a_target_of_no_collector_is_refused_with_the_names_there_are(installed: Installed, letters: str) -> None:
    target = {"collector": "lettres", "brands": ["maple-finch"]}
    (installed.folder / "mine.json").write_text(json.dumps({"target": {"paper": target}}))

    said = installed.run("config", "import", "mine.json", code=3).output

    assert "no collector 'lettres'" in said
    assert letters in said


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("import no_such_module", "cannot be loaded"),
        ("SOURCE = object()", "has no platform"),
        ("from collectors.sources.feeds import SOURCE", "calls itself otherwise"),
    ],
)
def test_a_broken_package_is_told(
    site: Path, monkeypatch: pytest.MonkeyPatch, installed: Installed, code: str, said: str
) -> None:
    name = install(site, monkeypatch, code=code)

    with pytest.raises(SetupError, match=said):
        collectors.load(name)
    found = {finding["what"]: finding for finding in installed.json("doctor", code=1)}

    assert found["collector letters"]["state"] == "fix"
    assert "letters-to-the-editor 1.2" in found["collector letters"]["said"]
