"""Settings come from one file and the environment; a key that is wrong is named."""

from pathlib import Path

import pytest

from repwatch.settings import Settings, SettingsError, load


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder named as the system itself names it."""
    return tmp_path.resolve()


def write(folder: Path, text: str, name: str = "repwatch.toml") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_without_file_and_environment_all_state_is_in_one_folder(folder: Path) -> None:
    settings = load({}, folder=folder)

    assert settings.home == folder / ".repwatch"
    assert settings.catalog == f"sqlite:{folder}/.repwatch/lake/catalog.sqlite"
    assert settings.data == f"{folder}/.repwatch/lake/data/"
    assert settings.desk == f"sqlite:///{folder}/.repwatch/desk.sqlite"


def test_the_environment_wins_over_the_file(folder: Path) -> None:
    write(folder, 'dashboard_port = 9000\nairflow_port = 9100\ncontact = "a@example.org"')

    settings = load({"REPWATCH_DASHBOARD_PORT": "9001", "REPWATCH_CONTACT": "", "PATH": "/bin"}, folder=folder)

    assert (settings.dashboard_port, settings.airflow_port, settings.contact) == (9001, 9100, "a@example.org")


def test_paths_start_at_the_file_wherever_a_process_runs(folder: Path) -> None:
    path = write(
        folder / "etc",
        'home = "state"\nlake_catalog = "sqlite:c.sqlite"\nlake_data = "data"\ndesk_url = "sqlite:///d.sqlite"\n'
        'airflow_database = "sqlite:///a.db"',
    )

    settings = load({"REPWATCH_CONFIG": str(path)}, folder=folder)

    base = folder / "etc"
    assert settings.home == base / "state"
    assert (settings.catalog, settings.data) == (f"sqlite:{base}/c.sqlite", f"{base}/data/")
    assert (settings.desk, settings.airflow_database) == (f"sqlite:///{base}/d.sqlite", f"sqlite:///{base}/a.db")


def test_addresses_and_absolute_paths_stay_as_they_are(folder: Path) -> None:
    told = {
        "lake_catalog": "postgres:dbname=lake",
        "lake_data": "s3://bucket/lake/",
        "desk_url": "postgresql+psycopg://user@db/desk",
        "airflow_database": f"sqlite:///{folder}/a.db",
    }

    settings = load({f"REPWATCH_{name.upper()}": value for name, value in told.items()}, folder=folder)

    assert {name: getattr(settings, name) for name in told} == told


def test_the_file_named_by_the_environment_starts_at_the_working_folder(folder: Path) -> None:
    write(folder, "dashboard_port = 9002", "other.toml")

    assert load({"REPWATCH_CONFIG": "other.toml"}, folder=folder).dashboard_port == 9002
    assert load({"REPWATCH_CONFIG": ""}, folder=folder).dashboard_port == 8501


def test_a_missing_file_named_by_the_environment_is_told(folder: Path) -> None:
    with pytest.raises(
        SettingsError, match=r"REPWATCH_CONFIG names .*none.toml, which does not exist: run `repwatch init`"
    ):
        load({"REPWATCH_CONFIG": "none.toml"}, folder=folder)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("en,fr", ("en", "fr")), (" en , fr ,", ("en", "fr")), ("en", ("en",)), (",", ()), ("", ("en", "fr"))],
)
def test_lists_are_written_with_commas_in_variables(folder: Path, text: str, expected: tuple[str, ...]) -> None:
    assert load({"REPWATCH_LANGUAGES": text}, folder=folder).languages == expected


def test_lists_are_lists_in_the_file(folder: Path) -> None:
    write(folder, 'allow_hosts = ["forum.internal"]')

    assert load({}, folder=folder).allow_hosts == ("forum.internal",)


def test_a_secret_is_no_setting(folder: Path) -> None:
    assert load({"REPWATCH_SECRET_MASTODON_TOKEN": "x"}, folder=folder) == load({}, folder=folder)


@pytest.mark.parametrize(
    ("text", "environment", "complaint"),
    [
        pytest.param("colour = 1", {}, "unknown setting 'colour'; known are home, ", id="unknown in the file"),
        pytest.param(
            "", {"REPWATCH_COLOUR": "1"}, "unknown setting 'colour'; known are home, ", id="unknown in a variable"
        ),
        pytest.param("dashboard_port = 80", {}, "setting 'dashboard_port': .* 1024, got 80", id="a port below 1024"),
        pytest.param("airflow_port = 65535", {}, "setting 'airflow_port': .*65534", id="no room for the next port"),
        pytest.param("", {"REPWATCH_AIRFLOW_PORT": "x"}, "setting 'airflow_port': .* got 'x'", id="no number"),
        pytest.param('auth_mode = "none"', {}, "setting 'auth_mode': .*'local'", id="no such mode"),
        pytest.param('business_zone = "Torotno"', {}, "'Torotno' is no time zone; write one like", id="no such zone"),
        pytest.param('business_zone = "America"', {}, "'America' is no time zone", id="a folder of zones"),
        pytest.param('business_zone = ""', {}, "'' is no time zone", id="an empty zone"),
        pytest.param("collect_every_minutes = 0", {}, "setting 'collect_every_minutes'", id="never"),
        pytest.param("languages = 1", {}, "setting 'languages'", id="no list"),
        pytest.param("home = [", {}, "cannot be read as TOML", id="no TOML"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(
    folder: Path, text: str, environment: dict[str, str], complaint: str
) -> None:
    write(folder, text)

    with pytest.raises(SettingsError, match=complaint):
        load(environment, folder=folder)


def test_every_wrong_key_is_named_at_once(folder: Path) -> None:
    write(folder, 'colour = 1\nlog_level = "loud"')

    with pytest.raises(SettingsError) as caught:
        load({"REPWATCH_SHAPE": "round"}, folder=folder)

    assert all(name in str(caught.value) for name in ("'colour'", "'log_level'", "'shape'"))


def test_settings_do_not_change_under_a_process() -> None:
    with pytest.raises(ValueError, match="frozen"):
        Settings().home = Path("elsewhere")
