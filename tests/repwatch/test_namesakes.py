"""A namesake is kept, and neither counted nor made a case; a conversation is judged by the post that opens it."""

import json

import pytest

from repwatch import business
from repwatch.business import BusinessError
from repwatch.wiring import App
from tests.repwatch.installed import START, Installed
from warehouse import read

NAMESAKE = {
    "id": "1",
    "text": "My order never came and nobody answers, the acme of rudeness!",
    "author": "a",
    "role": "customer",
}
COMPLAINT = {"id": "2", "text": "My order never came and nobody answers!", "author": "b", "role": "customer"}
REPLY = {"id": "3", "text": "Like the acme of rudeness", "author": "b", "role": "customer", "parent_id": "2"}
RULES = {"title": "Acme", "excluded": ["acme of rudeness"]}


def put(app: App, rules: object) -> None:
    business.put_all(app.desk, {"brand": {"acme": rules}}, by="test", now=START)


def tell(installed: Installed, app: App) -> None:
    rows = (
        {"created_at": f"2026-03-02T0{row['id']}:00:00Z", "brand": "acme", **row}
        for row in (NAMESAKE, COMPLAINT, REPLY)
    )
    app.import_file(installed.write_rows("said.csv", rows), is_live=True)
    app.score()


def counted(app: App) -> int:
    app.build()
    return sum(brand.all.n for brand in read.coverage(app.lake, as_of=START))


def test_a_namesake_is_left_out_and_a_reply_stays_with_its_conversation(installed: Installed, app: App) -> None:
    put(app, RULES)
    tell(installed, app)

    summary = app.triage()

    assert (summary.opened, counted(app)) == (1, 1)
    assert app.lake.query("select count(*) as n from raw.mention where platform = 'file'") == [{"n": 3}]


def test_a_rule_that_is_taken_back_brings_its_posts_back(installed: Installed, app: App) -> None:
    put(app, RULES)
    tell(installed, app)
    app.triage()
    put(app, {"title": "Acme"})

    assert app.triage(is_full=True).opened == 1
    assert counted(app) == 2


def test_a_rule_that_comes_later_closes_no_open_case(installed: Installed, app: App) -> None:
    tell(installed, app)
    opened = app.triage().opened
    put(app, RULES)

    app.triage(is_full=True)

    assert (opened, counted(app)) == (2, 2)


@pytest.mark.parametrize("rules", [{"exclude": ["a"]}, {"excluded": "a"}])
def test_rules_that_cannot_be_read_are_refused_by_brand(app: App, rules: dict[str, object]) -> None:
    with pytest.raises(BusinessError, match="brand 'acme': "):
        put(app, json.loads(json.dumps(rules)))
