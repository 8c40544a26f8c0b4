"""The documentation names every command, setting, source and figure, and its examples work."""

import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest
import typer

import collectors
from repwatch import business, policies
from repwatch.channels import _ChannelText
from repwatch.cli import app as command_line
from repwatch.commands.setup import example
from repwatch.commands.shared import Exit
from repwatch.settings import Settings
from repwatch.wiring import App
from tests.repwatch.installed import START
from triage.alerts import CHOICES, AlertKind
from triage.spikes import SpikeRules
from warehouse.read import CoverageDay, Figures, SentimentDay, SourceState, TopicCount

ROOT = Path(__file__).parents[2]
CLI, METRICS, CONFIGURATION, COLLECTORS = (
    (ROOT / "docs" / name).read_text(encoding="utf-8")
    for name in ("cli.md", "metrics.md", "configuration.md", "collectors.md")
)
LABELS = {"brand", "platform", "day", "population", "target_id", "topic"}


def commands(group: object, prefix: str = "repwatch") -> Iterator[str]:
    for name, command in getattr(group, "commands", {}).items():
        if hasattr(command, "commands"):
            yield from commands(command, f"{prefix} {name}")
        else:
            yield f"{prefix} {name}"


def test_every_command_has_one_row_and_no_other_has() -> None:
    rows = re.findall(r"^\| `(repwatch [a-z -]+?)(?: [A-Z\[].*?)?` \|", CLI, re.MULTILINE)

    assert sorted(rows) == sorted(commands(typer.main.get_command(command_line)))


def test_every_exit_code_has_its_row() -> None:
    assert re.findall(r"^\| (\d) \|", CLI, re.MULTILINE) == [str(int(code)) for code in Exit]


def test_every_setting_has_its_row_and_its_line_in_the_example() -> None:
    settings = CONFIGURATION.split("## Policy")[0]

    assert re.findall(r"^\| `(\w+)` \|", settings, re.MULTILINE) == list(Settings.model_fields)
    assert set(re.findall(r"^# (\w+) = ", example(), re.MULTILINE)) == set(Settings.model_fields)


def test_the_example_settings_are_the_defaults_and_what_init_writes() -> None:
    lines = re.findall(r"^# (\w+ = .*)$", example(), re.MULTILINE)

    assert Settings.model_validate(tomllib.loads("\n".join(lines))) == Settings()
    assert (ROOT / "repwatch.example.toml").read_text(encoding="utf-8") == example()


@pytest.mark.parametrize("name", collectors.ours())
def test_every_source_is_named(name: str) -> None:
    assert f"`{name}`" in CONFIGURATION
    assert f"| `{name}` |" in COLLECTORS


@pytest.mark.parametrize(
    "name",
    sorted(
        {
            field.name
            for figure in (Figures, CoverageDay, SentimentDay, SourceState, TopicCount)
            for field in fields(figure)
        }
        - LABELS
    ),
)
def test_every_figure_has_its_row(name: str) -> None:
    assert re.search(rf"^\| [^|]*`{name}`[^|]* \|", METRICS, re.MULTILINE)


def test_every_rule_of_the_clocks_names_a_test_that_exists() -> None:
    named = re.findall(r"`([\w/]+\.py)::(\w+)`", (ROOT / "docs" / "promises.md").read_text(encoding="utf-8"))

    texts = {path: (ROOT / "tests" / path).read_text(encoding="utf-8") for path, _ in named}
    assert len(named) > 30
    assert [name for path, name in named if f"def {name}(" not in texts[path]] == []


@pytest.mark.parametrize("page", ["alerts", "cli", "metrics", "configuration", "operations"])
def test_every_file_that_is_linked_exists(page: str) -> None:
    text = (ROOT / "docs" / f"{page}.md").read_text(encoding="utf-8")

    links = re.findall(r"\]\(([^)#]+)", text)

    assert [link for link in links if not (ROOT / "docs" / link).exists()] == []


@pytest.mark.parametrize(
    ("part", "keys"),
    [
        ("### Channels", list(_ChannelText.model_fields)),
        ("### Spikes", [field.name for field in fields(SpikeRules)]),
    ],
)
def test_every_key_of_a_channel_and_of_spikes_has_its_row(part: str, keys: list[str]) -> None:
    text = CONFIGURATION.split(f"{part}\n")[1].split("\n#")[0]

    assert re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE) == keys


def test_every_kind_of_alert_has_its_row() -> None:
    alerts = (ROOT / "docs" / "alerts.md").read_text(encoding="utf-8")

    assert re.findall(r"^\| `(\w+)` \|", alerts, re.MULTILINE) == [kind for kind in AlertKind if kind in CHOICES]


def test_the_policy_of_the_docs_is_one() -> None:
    (text,) = re.findall(r"```toml\n(.*?)```", CONFIGURATION, re.DOTALL)

    policy = policies.build(tomllib.loads(text), version=1)

    assert [rule.name for rule in policy.rules] == ["large accounts in French", "everyone"]


def test_the_configuration_of_the_docs_can_be_imported(app: App) -> None:
    for text in re.findall(r"```json\n(.*?)```", CONFIGURATION, re.DOTALL):
        business.put_all(app.desk, json.loads(text), by="ann", now=START)

    assert {target.id for target in business.targets(app.desk)} == {"demo", "tag"}
