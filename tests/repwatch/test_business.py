"""What a business configures goes out, comes back the same, and is checked before it counts."""

import json
import tomllib
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.exc import StatementError

from repwatch import business
from repwatch.business import BusinessError
from repwatch.commands.setup import _exported
from repwatch.policies import PolicyError
from repwatch.wiring import App
from tests.repwatch.installed import START
from warehouse import config
from warehouse.config import OwnedAccount

ACCOUNT = {"brand": "b", "platform": "p", "account_id": "1"}
TARGET = {"collector": "mastodon", "brands": ["maple-finch"], "account": "https://example.social", "query": "maple"}


def put(app: App, body: object) -> dict[str, int]:
    return business.put_all(app.desk, body, by="ann", now=START)


def test_a_new_installation_has_a_policy_and_the_demo(app: App) -> None:
    assert business.policy(app.desk).version == 1
    assert [target.id for target in business.targets(app.desk)] == ["demo"]
    assert business.weights(app.desk).churn > 0


def test_seeding_again_leaves_what_exists_alone(app: App) -> None:
    before = _exported(app)

    business.seed(app.desk, with_demo=True, now=START + timedelta(days=9))

    assert _exported(app) == before


def test_what_is_exported_comes_back_the_same(app: App) -> None:
    business.put_target(app.desk, "tag", TARGET, by="ann", now=START)
    business.put_weights(app.desk, {"churn": 30}, by="ann", now=START)
    account = OwnedAccount(brand="maple-finch", platform="mastodon", account_id="1", valid_from=START)
    config.own(app.desk, [account])
    exported = json.loads(json.dumps(_exported(app)))

    counts = put(app, exported)

    told = {kind: count for kind, count in counts.items() if count}
    assert told == {"brand": 1, "target": 2, "policy": 1, "weights": 1, "desk": 1, "team": 4, "owned_account": 1}
    assert json.loads(json.dumps(_exported(app))) == exported
    assert [entry.version for kind in business.KINDS for entry in config.entries(app.desk, kind)] == [1] * 10
    assert config.owned(app.desk) == [account]


def test_a_changed_policy_is_a_new_version_and_an_equal_one_is_not(app: App) -> None:
    body = config.entries(app.desk, "policy")[0].body

    versions = [
        business.put_policy(app.desk, changed, by="ann", now=START)
        for changed in (body, {**body, "warn_share": 0.5}, {**body, "warn_share": 0.5}, body)
    ]

    assert versions == [1, 2, 2, 3]
    assert business.policy(app.desk).version == 3


def test_dates_of_a_policy_survive_the_desk(app: App) -> None:
    body = tomllib.loads(business.seed_text("policy.toml").replace("holidays = []", "holidays = [2026-03-03]"))

    business.put_policy(app.desk, body, by="ann", now=START)

    assert datetime(2026, 3, 3, tzinfo=UTC).date() in business.policy(app.desk).calendars["office"].holidays


def test_an_account_without_a_zone_is_in_utc(app: App) -> None:
    row = {"brand": "b", "platform": "p", "account_id": "1", "valid_from": "2026-01-01", "valid_to": None}

    put(app, {"owned_account": [row]})

    assert config.owned(app.desk)[0].valid_from == datetime(2026, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("body", "complaint"),
    [
        pytest.param([], "is a JSON object", id="a list"),
        pytest.param(
            {"colour": {}}, "unknown kinds colour; known are brand, target, policy, weights, .*owned_account", id="kind"
        ),
        pytest.param({"brand": []}, "'brand' holds one JSON object per name", id="entries in a list"),
        pytest.param({"brand": {"b": 3}}, "'brand' holds one JSON object per name", id="an entry that is a number"),
        pytest.param({"brand": {"": {}}}, "a brand needs a name", id="a brand without a name"),
        pytest.param({"target": {"t": {}}}, "target 't' needs a collector and a list of brands", id="an empty target"),
        pytest.param({"target": {"": TARGET}}, "target '' needs a name", id="a target without a name"),
        pytest.param({"target": {"t": TARGET | {"brands": "b"}}}, "a list of brands", id="brands that are a text"),
        pytest.param({"target": {"t": TARGET | {"colour": 1}}}, "target 't': unknown keys colour; known", id="a key"),
        pytest.param({"target": {"t": TARGET | {"options": [1]}}}, "options as an object", id="options in a list"),
        pytest.param(
            {"target": {"t": TARGET | {"collector": "nowhere"}}}, "no collector 'nowhere'; use one of ", id="collector"
        ),
        pytest.param({"policy": {"other": {}}}, "one policy, called 'default'; got 'other'", id="a second policy"),
        pytest.param({"weights": {"other": {}}}, "one weights, called 'default'", id="a second set of weights"),
        pytest.param({"weights": {"default": {"colour": 1}}}, "unknown urgency weights colour", id="an unknown weight"),
        pytest.param({"weights": {"default": {"churn": []}}}, "float", id="a weight that is no number"),
        pytest.param({"brand": {"b": {"title": "a\0b"}}}, "holds a character that is none", id="a NUL"),
        pytest.param({"brand": {"b\ud800": {}}}, "holds a character that is none", id="half a character"),
        pytest.param({"owned_account": [ACCOUNT | {"brand": ""}]}, "needs a brand, a platform", id="nobody's account"),
        pytest.param(
            {"owned_account": [ACCOUNT | {"valid_from": "2026-02-01", "valid_to": "2026-01-01"}]},
            "until before",
            id="an account that ends before it begins",
        ),
        pytest.param(
            {"owned_account": [ACCOUNT | {"valid_from": "0001-01-01T00:00:00+14:00"}]},
            "ISO instants",
            id="an account from before time",
        ),
        pytest.param({"spikes": {"default": {"days": 10**9}}}, "a year at most", id="spikes of an aeon"),
        pytest.param({"spikes": {"default": {"levels": [float("nan")]}}}, "levels", id="a level that is no number"),
        pytest.param({"owned_account": {}}, "'owned_account' holds a list", id="accounts by name"),
        pytest.param({"owned_account": [{"brand": "b"}]}, "needs brand, platform, account_id", id="half an account"),
        pytest.param({"owned_account": ["a"]}, "an owned account needs", id="an account that is a text"),
        pytest.param(
            {"owned_account": [{"brand": "b", "platform": "p", "account_id": "1", "valid_to": "soon"}]},
            "ISO instants",
            id="an account until soon",
        ),
    ],
)
def test_a_configuration_that_cannot_be_used_changes_nothing(app: App, body: object, complaint: str) -> None:
    before = _exported(app)
    whole: Any = {"target": {"good": TARGET}, **body} if isinstance(body, dict) and "target" not in body else body

    with pytest.raises(BusinessError, match=complaint):
        put(app, whole)

    assert _exported(app) == before


def test_an_import_that_breaks_off_leaves_no_half(app: App) -> None:
    before = _exported(app)
    account = OwnedAccount(brand="b", platform="p", account_id="1", valid_from=datetime.max)  # noqa: DTZ901 -- no store takes it

    with pytest.raises(StatementError):
        config.put_together(app.desk, [("brand", "b", {})], [account], by="ann", now=START)

    assert _exported(app) == before


def test_a_wrong_policy_changes_nothing(app: App) -> None:
    with pytest.raises(PolicyError, match="rules: Field required"):
        put(app, {"brand": {"b": {}}, "policy": {"default": {}}})

    assert [entry.name for entry in config.entries(app.desk, "brand")] == ["maple-finch"]


def test_without_a_policy_the_way_out_is_told(app: App) -> None:
    config.remove(app.desk, kind="policy", name="default", by="ann", now=START)

    with pytest.raises(BusinessError, match="run `repwatch init`"):
        business.policy(app.desk)
