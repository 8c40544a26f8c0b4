"""A policy is read as people write it; what is wrong with one is said in its own words."""

import tomllib
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from repwatch import business, policies
from repwatch.policies import PolicyError
from triage.policy import Subject
from triage.urgency import Severity

TARGETS = 'targets = { P1 = "1h", P2 = "4h", P3 = "24h", P4 = "20h" }'
RULE = f'[[rules]]\nname = "everyone"\n{TARGETS}\n'
OFFICE = """
[calendars.office]
zone = "America/Toronto"
country = "CA"
region = "ON"
holidays = [2026-03-03]
monday = ["09:00-12:00", "13:00-17:00"]
tuesday = ["09:00-17:00"]
wednesday = ["09:00-17:00"]
thursday = ["09:00-17:00"]
friday = ["09:00-17:00"]
"""


def test_the_seeded_policy_is_one() -> None:
    policy = policies.build(tomllib.loads(business.seed_text("policy.toml")), version=4)

    promise = policy.promise(
        Subject(brand="b", platform="file", severity=Severity.P4),
        starts_at=datetime(2026, 7, 1, 16, tzinfo=UTC),  # Canada Day: nobody is in the office
    )

    assert (policy.version, promise.due_at) == (4, datetime(2026, 7, 3, 20, tzinfo=UTC))


def test_every_part_of_a_policy_arrives() -> None:
    special = (
        '[[rules]]\nname = "vip"\nbrands = ["b"]\nplatforms = ["file"]\nlangs = ["fr"]\ntopics = ["billing"]\n'
        f'min_followers = 10\ncalendars = {{ P1 = "office" }}\n{TARGETS}\n'
    )

    policy = policies.build(tomllib.loads(f"warn_share = 0.5\n{OFFICE}{special}{RULE}"), version=1)

    vip, calendar = policy.rules[0], policy.calendars["office"]
    assert (vip.name, vip.min_followers, vip.calendars) == ("vip", 10, {Severity.P1: "office"})
    assert [set(part) for part in (vip.brands, vip.platforms, vip.langs, vip.topics)] == [
        {"b"},
        {"file"},
        {"fr"},
        {"billing"},
    ]
    assert vip.targets[Severity.P3] == timedelta(hours=24)
    assert policy.warn_share == 0.5
    assert [(window.start, window.end) for window in calendar.windows[0]] == [(540, 720), (780, 1020)]
    assert {day: day in calendar.holidays for day in (date(2026, 3, 3), date(2026, 2, 16), date(2026, 3, 2))} == {
        date(2026, 3, 3): True,
        date(2026, 2, 16): True,  # Family Day in Ontario
        date(2026, 3, 2): False,
    }


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        pytest.param("", "rules: Field required", id="nothing"),
        pytest.param("rules = []", "last rule of a policy must match every post", id="no rule"),
        pytest.param(f"{RULE}min_followers = 5\n", "last rule of a policy must match every post", id="no last resort"),
        pytest.param(f"warn_share = 1.5\n{RULE}", "warn_share lies between 0 and 1, got 1.5", id="no share"),
        pytest.param(f"{RULE}colour = 1\n", "rules.0.colour: Extra inputs are not permitted", id="an unknown key"),
        pytest.param('[[rules]]\nname = "r"\n', "rules.0.targets: Field required", id="a rule without targets"),
        pytest.param(
            '[[rules]]\nname = "r"\ntargets = { P1 = "1h" }\n',
            "rule 'r' has no target for P2, P3, P4",
            id="severities missing",
        ),
        pytest.param(RULE.replace("P1", "P9"), "rules.0.targets.P9", id="an unknown severity"),
        pytest.param(RULE.replace("1h", "soon"), "'soon' is no duration; write one like 45m", id="no duration"),
        pytest.param(RULE.replace("1h", "0h"), "rule 'everyone': a target is longer than zero", id="no time at all"),
        pytest.param(RULE.replace("1h", "99999999999999d"), "longer than ten years", id="no end"),
        pytest.param(
            f'{RULE}calendars = {{ P1 = "shop" }}\n',
            "rule 'everyone' names unknown calendars: shop",
            id="no such calendar",
        ),
        pytest.param(
            OFFICE.replace("office", "always") + RULE, "no calendar can be called that", id="a calendar called always"
        ),
        pytest.param(
            OFFICE.replace("America/Toronto", "America/Torotno") + RULE,
            "calendar 'office': 'America/Torotno' is no time zone",
            id="no such zone",
        ),
        pytest.param(OFFICE.replace('"CA"', '"XX"') + RULE, "calendar 'office': .*XX", id="no such country"),
        pytest.param(OFFICE.replace('"ON"', '"TX"') + RULE, "calendar 'office': .*TX", id="no such region"),
        pytest.param(
            OFFICE.replace('country = "CA"\n', "") + RULE, "region 'ON' needs its country", id="a region of nowhere"
        ),
        pytest.param(
            OFFICE.replace("09:00-12:00", "09:00") + RULE,
            "a window is written like 09:00-17:30, got '09:00'",
            id="no window",
        ),
        pytest.param(
            OFFICE.replace("09:00-12:00", "9-12") + RULE,
            "a time of day is written like 09:30, got '9'",
            id="no minutes",
        ),
        pytest.param(
            OFFICE.replace("09:00-12:00", "09:00-12:60") + RULE, "like 09:30, got '12:60'", id="sixty minutes"
        ),
        pytest.param(
            OFFICE.replace("09:00-12:00", "22:00-06:00") + RULE,
            "a window runs forward within one day",
            id="over midnight",
        ),
        pytest.param(
            OFFICE.replace("09:00-12:00", "09:00-14:00") + RULE,
            "calendar 'office': windows .* overlap",
            id="two at once",
        ),
        pytest.param(
            '[calendars.none]\nzone = "UTC"\n' + RULE, "calendar 'none': .* at least one window", id="no working time"
        ),
    ],
)
def test_what_is_wrong_with_a_policy_is_named(text: str, complaint: str) -> None:
    with pytest.raises(PolicyError, match=f"The policy cannot be used: .*{complaint}"):
        policies.build(tomllib.loads(text), version=0)


def test_a_policy_file_is_read_and_checked(tmp_path: Path) -> None:
    path = tmp_path / "policy.toml"
    path.write_text(RULE)

    assert policies.read_file(path) == tomllib.loads(RULE)


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        pytest.param(None, "There is no policy file", id="missing"),
        pytest.param(b"rules = [", "cannot be read as a TOML policy", id="not TOML"),
        pytest.param(b"\xff\xfe", "cannot be read as a TOML policy", id="not text"),
        pytest.param(b"rules = []", "The policy cannot be used", id="no policy"),
    ],
)
def test_a_file_that_holds_no_policy_is_refused(tmp_path: Path, content: bytes | None, complaint: str) -> None:
    path = tmp_path / "policy.toml"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(PolicyError, match=complaint):
        policies.read_file(path)


def test_a_folder_is_no_policy(tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match="cannot be read"):
        policies.read_file(tmp_path)
