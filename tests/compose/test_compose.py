"""The compose file is one that Docker Compose accepts, publishes on loopback only, and carries no secret."""

import importlib.util
import json
import os
import re
import subprocess
import sysconfig
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
FILLED = Path(__file__).with_name("filled.env")
SECRETS = [line.partition("=")[0] for line in FILLED.read_text().splitlines()]


def compose(*arguments: str, env_file: Path = FILLED, folder: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Docker Compose's own reading of the file; it needs no engine for that."""
    spec = importlib.util.find_spec("compose")
    assert spec is not None
    assert spec.origin is not None
    return subprocess.run(
        [Path(spec.origin).with_name("docker-compose"), "--env-file", env_file, *arguments],
        cwd=folder,
        # nothing of the developer's own environment may fill a gap
        env={"PATH": os.environ["PATH"], "HOME": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    printed = compose("config", "--format", "json")
    assert printed.returncode == 0, printed.stderr
    found: dict[str, Any] = json.loads(printed.stdout)["services"]
    return found


@pytest.mark.parametrize("secret", SECRETS)
def test_no_secret_has_a_default(secret: str, tmp_path: Path) -> None:
    partly = tmp_path / "partly.env"
    partly.write_text(FILLED.read_text().replace(f"{secret}=lint-only\n", ""))

    refused = compose("config", "--quiet", env_file=partly)

    assert refused.returncode != 0
    assert f"required variable {secret} is missing a value: run make .env" in refused.stderr


def test_every_secret_is_asked_for_and_empty_in_the_example() -> None:
    asked_for = set(re.findall(r"\$\{(\w+):\?", (ROOT / "docker-compose.yml").read_text()))
    empty = set(re.findall(r"^(\w+)=$", (ROOT / ".env.example").read_text(), flags=re.MULTILINE))

    assert asked_for == empty == set(SECRETS)


def test_every_port_is_published_on_loopback(services: dict[str, Any]) -> None:
    published = [(name, port.get("host_ip")) for name, service in services.items() for port in service.get("ports", [])]

    assert published == [("api", "127.0.0.1"), ("dashboard", "127.0.0.1")]


def test_every_service_that_stays_says_how_it_is(services: dict[str, Any]) -> None:
    silent = {name for name, service in services.items() if "healthcheck" not in service}

    assert silent == {"init"}
    assert services["init"]["restart"] == "no"


def test_nothing_starts_before_the_databases_are_ready(services: dict[str, Any]) -> None:
    assert services["init"]["depends_on"]["postgres"]["condition"] == "service_healthy"
    for name in services.keys() - {"postgres", "init"}:
        assert services[name]["depends_on"]["init"]["condition"] == "service_completed_successfully"


def test_our_services_have_no_rights_to_lose(services: dict[str, Any]) -> None:
    for name in services.keys() - {"postgres"}:
        service = services[name]
        assert service["user"] == "10001:10001"
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]


def test_the_console_is_told_that_its_port_is_on_loopback(services: dict[str, Any]) -> None:
    console = services["dashboard"]

    assert console["environment"]["REPWATCH_AUTH_MODE"] == "published-on-loopback"
    assert "0.0.0.0" in console["command"]


def test_no_address_of_lake_or_desk_carries_a_password(services: dict[str, Any]) -> None:
    environment = services["scheduler"]["environment"]

    assert environment["PGPASSWORD"] == "lint-only"
    for name in ("REPWATCH_LAKE_CATALOG", "REPWATCH_DESK_URL"):
        assert "lint-only" not in environment[name]


def test_a_mistake_in_the_file_is_noticed(tmp_path: Path) -> None:
    text = (ROOT / "docker-compose.yml").read_text()
    (tmp_path / "docker-compose.yml").write_text(text.replace("service_completed_successfully", "service_done"))

    refused = compose("config", "--quiet", folder=tmp_path)

    assert refused.returncode != 0


@pytest.mark.parametrize(
    "command",
    [
        pytest.param(["yamllint", "--strict", "docker-compose.yml"], id="yamllint"),
        pytest.param(
            ["check-jsonschema", "--builtin-schema", "vendor.compose-spec", "docker-compose.yml"],
            id="compose specification",
        ),
        pytest.param(["hadolint", "Dockerfile"], id="hadolint"),
    ],
)
def test_the_linters_have_nothing_to_say(command: list[str]) -> None:
    tool = Path(sysconfig.get_path("scripts")) / command[0]

    checked = subprocess.run([tool, *command[1:]], cwd=ROOT, capture_output=True, text=True, check=False)

    assert (checked.returncode, checked.stdout + checked.stderr) in {
        (0, ""),
        (0, "ok -- validation done\n"),
    }
