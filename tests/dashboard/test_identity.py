from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import backend
from dashboard.components.saver import by_whom
from dashboard.identity import Rules, UnknownPersonError, actor_of
from dashboard.viewer import Viewer
from dashboard.words import Words
from repwatch import clock
from repwatch.roles import Actor, Role
from repwatch.settings import Settings
from tests.dashboard.cases import installation
from tests.dashboard.looking import buttons, opened, words
from tests.dashboard.test_pages import APP
from warehouse.case_file import case_file

NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
RULES = Rules.of(Settings(oidc_roles=("care-leads=lead", "care=agent", "marketing=viewer")))
LEE = {"email": "lee@shop.example", "iat": NOON.timestamp()}


def person(**claims: object) -> dict[str, Any]:
    return {"is_logged_in": True, "email": "lee@shop.example", "iat": clock.now().timestamp(), **claims}


def with_login(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("REPWATCH_AUTH_MODE", "oidc")
    monkeypatch.setenv("REPWATCH_OIDC_ROLES", "care=agent,marketing=viewer,care-leads=lead")
    yield from opened(home, monkeypatch)


@pytest.fixture
def closed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A console where people sign in, whose warehouse nobody can have read: there is none."""
    yield from with_login(tmp_path, monkeypatch)


@pytest.fixture
def signed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The id of one open case of a console where people sign in."""
    ids = installation(tmp_path, cases=range(1, 2), now=clock.now())
    for _ in with_login(tmp_path, monkeypatch):
        yield ids


def seen(user: dict[str, Any], *, view: str = "queue", **address: str) -> AppTest:
    at = AppTest.from_string(f"from dashboard.views import {view}\n{view}.show()\n", default_timeout=20)
    at.user = user
    for name, value in address.items():
        at.query_params[name] = value
    return at.run()


@pytest.mark.parametrize(
    ("groups", "expected"),
    [
        ("care", Role.AGENT),
        (["marketing"], Role.VIEWER),
        (["marketing", "care-leads", "care", "else"], Role.LEAD),
    ],
)
def test_role_is_the_highest_that_the_claim_gives(groups: object, expected: Role) -> None:
    actor = actor_of({**LEE, "groups": groups}, rules=RULES)

    assert (actor.name, actor.role, actor.until) == ("lee@shop.example", expected, NOON + timedelta(hours=12))


@pytest.mark.parametrize(
    ("claims", "label"),
    [
        ({**LEE}, "login.no_role"),
        ({**LEE, "groups": ["else", 7, None]}, "login.no_role"),
        ({**LEE, "groups": {"care": True}}, "login.no_role"),
        ({"groups": "care", "iat": 1}, "login.no_name"),
        ({**LEE, "email": "repwatch", "groups": "care"}, "login.no_name"),
        ({**LEE, "email": "<b>x", "groups": "care"}, "login.no_name"),
        ({**LEE, "email_verified": False, "groups": "care"}, "login.no_name"),
        ({**LEE, "email_verified": "false", "groups": "care"}, "login.no_name"),
    ],
)
def test_who_has_no_name_or_no_role_is_refused(claims: dict[str, Any], label: str) -> None:
    with pytest.raises(UnknownPersonError, match=label):
        actor_of(claims, rules=RULES)


@pytest.mark.parametrize("verified", [False, "false", "no", ""])
def test_an_address_that_nobody_verified_gives_no_role(verified: object) -> None:
    rules = Rules.of(
        Settings(oidc_name_claim="nickname", oidc_role_claim="email", oidc_roles=(f"{LEE['email']}=lead",))
    )

    with pytest.raises(UnknownPersonError, match=r"login\.no_name"):
        actor_of({**LEE, "nickname": "mallory", "email_verified": verified}, rules=rules)
    assert actor_of({**LEE, "nickname": "lee", "email_verified": "true"}, rules=rules).role is Role.LEAD


def test_others_may_read_where_the_installation_says_so() -> None:
    rules = Rules.of(Settings(oidc_roles=("care=agent",), oidc_others="viewer"))

    assert actor_of(LEE, rules=rules).role is Role.VIEWER


@pytest.mark.parametrize("line", ["care", "=agent", "care=boss", ""])
def test_line_that_gives_no_role_is_refused_by_name(line: str) -> None:
    with pytest.raises(ValueError, match="gives no role"):
        Rules.of(Settings(oidc_roles=(line,)))


@pytest.mark.parametrize("iat", [None, "soon", 1e300])
def test_token_that_does_not_say_when_it_was_given_is_over(iat: object) -> None:
    assert actor_of({**LEE, "groups": "care", "iat": iat}, rules=RULES).is_over(now=NOON)


@pytest.mark.parametrize("view", ["queue", "coverage", "trends", "sources"])
def test_no_page_reads_anything_before_login(closed: Path, view: str) -> None:
    at = seen({"is_logged_in": False}, view=view, case="0123", ui="en", **{"as": "lee"})

    assert not at.exception
    assert buttons(at) == {"enter"}
    assert not closed.joinpath("desk.sqlite").exists()


@pytest.mark.parametrize(
    ("user", "says"),
    [
        (person(groups=["else"]), "your account has no role here"),
        (person(groups=["care"], iat=0), "Your session is over"),
    ],
)
def test_who_is_refused_is_told_why_and_sees_nothing(closed: Path, user: dict[str, Any], says: str) -> None:
    at = seen(user)

    assert says in words(at)
    assert not closed.joinpath("desk.sqlite").exists()


def test_viewer_reads_the_case_and_is_offered_no_act(signed: list[str]) -> None:
    at = seen(person(groups=["marketing"]))

    assert "Post number 1: where is my parcel?" in words(at)
    assert not [key for key in buttons(at) if key.startswith(("act_", "offer_"))]
    assert not at.text_area


def test_agent_acts_under_the_name_of_the_login_whatever_the_address_says(signed: list[str]) -> None:
    at = seen(person(groups=["care"]), **{"as": "Boss"})

    at.button(key="act_claim").click().run()

    assert at.session_state["case"] == signed[0]
    assert "Claimed: it is yours." in words(at)
    assert owner(signed[0]) == "lee@shop.example"


def test_whole_console_is_closed_before_login(closed: Path) -> None:
    at = AppTest.from_file(APP, default_timeout=20)
    at.user = {"is_logged_in": False}

    at.run()

    assert buttons(at) == {"enter"}


def owner(case_id: str) -> str | None:
    return case_file(backend.app().desk, case_id).case.owner


@pytest.mark.parametrize(
    ("is_named", "signature", "who"), [(True, "Dana", "Dana"), (False, "", "you")], ids=["a name", "a machine's user"]
)
def test_what_a_machine_calls_its_user_signs_no_answer(is_named: bool, signature: str, who: str) -> None:
    me = Viewer(
        actor=Actor(name="Dana", role=Role.LEAD),
        signs_in=False,
        zone=ZoneInfo("UTC"),
        zone_name="UTC",
        keys=True,
        t=Words("en"),
        is_named=is_named,
    )

    assert (me.signature, by_whom("Dana", me), by_whom("Sam", me)) == (signature, who, "Sam")
