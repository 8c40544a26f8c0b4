"""The installation's settings: one frozen object from repwatch.toml and the environment."""

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

ENVIRONMENT_PREFIX = "REPWATCH_"
CONFIG_VARIABLE = "REPWATCH_CONFIG"
SECRET_PREFIX = "REPWATCH_SECRET_"  # noqa: S105 -- the name of a variable, not its value
DEFAULT_CONFIG = "repwatch.toml"


class SettingsError(Exception):
    """The settings cannot be used; the message names the key and what to write instead."""


class Settings(BaseModel):
    """Where things are and how processes run. Business rules (brands, targets, policies) live in the desk."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    home: Path = Field(default=Path(".repwatch"), description="Folder of all state.")
    lake_catalog: str = Field(
        default="", description="sqlite:PATH or postgres:CONNECTION of the lake's catalog; empty is a file in home."
    )
    lake_data: str = Field(default="", description="Folder or s3:// address of the lake's data; empty is in home.")
    desk_url: str = Field(default="", description="SQLAlchemy address of the desk; empty is a SQLite file in home.")
    airflow_port: int = Field(default=8080, ge=1024, le=65534, description="Airflow's page; the next port is used too.")
    airflow_database: str = Field(default="", description="SQLAlchemy address of Airflow's metadata; empty is in home.")
    dashboard_port: int = Field(default=8501, ge=1024, le=65535, description="The console's page.")
    console_url: str = Field(default="", description="The console's address in links; empty is this machine's page.")
    auth_mode: Literal["local", "published-on-loopback", "oidc"] = Field(
        default="local", description="Who may open the console: local needs a loopback address."
    )
    oidc_metadata: str = Field(default="", description="The provider's address that ends in openid-configuration.")
    oidc_client: str = Field(default="", description="The client id that the provider knows the console by.")
    oidc_name_claim: str = Field(default="email", description="The claim whose value is the name in the record.")
    oidc_role_claim: str = Field(default="groups", description="The claim that roles are read from.")
    oidc_roles: tuple[str, ...] = Field(default=(), description="Which value of it gives which role, as value=role.")
    oidc_others: Literal["refused", "viewer"] = Field(default="refused", description="Who has none of these values.")
    session_hours: int = Field(default=12, ge=1, le=720, description="After so long everybody signs in again.")
    business_zone: str = Field(default="America/Toronto", description="Time zone in which reports cut days.")
    languages: tuple[str, ...] = Field(default=("en", "fr"), description="Languages the team answers in.")
    playbook: Path = Field(default=Path("playbook"), description="Folder of your own sentences for answers.")
    collect_every_minutes: int = Field(default=5, ge=1, le=1440, description="How often targets are read.")
    contact: str = Field(default="", description="Mail or page named in the User-Agent, so that a site can reach you.")
    allow_hosts: tuple[str, ...] = Field(
        default=(), description="Hosts that may be read although their address is private."
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(default="warning", description="What is logged.")

    @field_validator("business_zone")
    @classmethod
    def _zone_exists(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise ValueError(f"{value!r} is no time zone; write one like America/Toronto") from error
        return value

    @property
    def catalog(self) -> str:
        """The lake's catalog, with its default filled in."""
        return self.lake_catalog or f"sqlite:{self.home / 'lake' / 'catalog.sqlite'}"

    @property
    def data(self) -> str:
        """The lake's data path, with its default filled in."""
        return self.lake_data or f"{self.home / 'lake' / 'data'}/"

    @property
    def console(self) -> str:
        """The console's address in links, with its default filled in."""
        return self.console_url.rstrip("/") or f"http://127.0.0.1:{self.dashboard_port}"

    @property
    def desk(self) -> str:
        """The desk's address, with its default filled in."""
        return self.desk_url or f"sqlite:///{self.home / 'desk.sqlite'}"


def load(environment: Mapping[str, str] | None = None, *, folder: Path | None = None) -> Settings:
    """Read the settings; SettingsError names every key that is wrong.

    The file is REPWATCH_CONFIG, else repwatch.toml in `folder` (the working folder) where it exists; a variable
    REPWATCH_<KEY> wins over the file's key; an empty one counts as not set. Lists are written with commas in
    variables. Relative paths start at the file's folder, so that every process of an installation sees the same state.
    """
    variables = os.environ if environment is None else environment
    base = (folder or Path.cwd()).resolve()
    path = config_path(variables, folder=base)
    values = _from_file(path) if path.is_file() else {}
    if not path.is_file() and variables.get(CONFIG_VARIABLE):
        raise SettingsError(f"{CONFIG_VARIABLE} names {path}, which does not exist: run `repwatch init` to write it.")
    anchor = path.parent if path.is_file() else base
    values |= _from_environment(variables)
    try:
        settings = Settings.model_validate(values)
    except ValidationError as error:
        raise SettingsError(_explain(error, path)) from error
    return settings.model_copy(update=_anchored(settings, anchor))


def config_path(environment: Mapping[str, str], *, folder: Path) -> Path:
    """The file that settings are read from, whether it exists or not."""
    return (folder / (environment.get(CONFIG_VARIABLE) or DEFAULT_CONFIG)).expanduser().resolve()


def _anchored(settings: Settings, anchor: Path) -> dict[str, Path | str]:
    """The paths among the settings, absolute; addresses of servers stay as they are."""

    def absolute(path: str) -> str:
        return str((anchor / Path(path).expanduser()).resolve())

    changes: dict[str, Path | str] = {
        name: Path(absolute(str(getattr(settings, name)))) for name in ("home", "playbook")
    }
    if settings.lake_catalog.startswith("sqlite:"):
        changes["lake_catalog"] = f"sqlite:{absolute(settings.lake_catalog.removeprefix('sqlite:'))}"
    if settings.lake_data and "://" not in settings.lake_data:
        changes["lake_data"] = f"{absolute(settings.lake_data)}/"
    for name in ("desk_url", "airflow_database"):
        address = getattr(settings, name)
        if address.startswith("sqlite:///"):
            changes[name] = f"sqlite:///{absolute(address.removeprefix('sqlite:///'))}"
    return changes


def _from_file(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} cannot be read as TOML: {error}") from error


def _from_environment(variables: Mapping[str, str]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name, text in variables.items():
        is_setting = name.startswith(ENVIRONMENT_PREFIX) and not name.startswith(SECRET_PREFIX)
        if is_setting and name != CONFIG_VARIABLE and text:
            key = name.removeprefix(ENVIRONMENT_PREFIX).lower()
            field = Settings.model_fields.get(key)
            is_list = field is not None and isinstance(field.default, tuple)
            values[key] = tuple(part.strip() for part in text.split(",") if part.strip()) if is_list else text
    return values


def _explain(error: ValidationError, path: Path) -> str:
    lines = []
    for problem in error.errors():
        key = ".".join(map(str, problem["loc"]))
        if problem["type"] == "extra_forbidden":
            lines.append(f"unknown setting {key!r}; known are {', '.join(Settings.model_fields)}")
        else:
            lines.append(f"setting {key!r}: {problem['msg']}, got {problem['input']!r}")
    where = f"{path} or the environment ({ENVIRONMENT_PREFIX}…)"
    return f"The settings in {where} cannot be used:\n" + "\n".join(f"  - {line}" for line in lines)
