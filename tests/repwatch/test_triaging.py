"""A case hears of its thread for as long as it lives, however its posts came and scored."""

from datetime import timedelta

import pytest

from repwatch import business
from repwatch.wiring import App
from tests.repwatch.installed import START, Installed
from triage.case import Case, CaseStatus, case_id_of
from triage.mention import MentionKey
from triage.urgency import Severity
from warehouse import config
from warehouse.case_file import case_file
from warehouse.config import OwnedAccount

COMPLAINT = {"id": "1", "text": "My order never came and nobody answers!", "author": "a", "role": "customer"}
ANSWER = {"id": "2", "text": "We are on it.", "author": "acme", "role": "company", "parent_id": "1"}
REPLY = {"id": "3", "text": "Still nothing, where is my refund?!", "author": "a", "role": "customer", "parent_id": "1"}


@pytest.fixture
def tell(installed: Installed, app: App) -> "Tell":
    """Rows that become known one file after another."""
    return Tell(installed, app)


class Tell:
    def __init__(self, installed: Installed, app: App) -> None:
        self._installed, self.app = installed, app

    def __call__(self, *rows: dict[str, str], is_live: bool = False) -> None:
        """Import rows an hour apart, then score and triage."""
        posted = ({"created_at": f"2026-03-02T0{row['id']}:00:00Z", "brand": "acme", **row} for row in rows)
        path = self._installed.write_rows(f"{len(list(self._installed.folder.glob('*.csv')))}.csv", posted)
        self.app.import_file(path, source="file", is_live=is_live)
        self.app.score()
        self.app.triage()

    def case(self, native_id: str = "1") -> Case:
        return case_file(self.app.desk, case_id_of("acme", MentionKey(platform="file", native_id=native_id))).case


def test_an_answer_is_found_and_a_customer_who_comes_back_is_heard(tell: Tell) -> None:
    tell(COMPLAINT, is_live=True)
    tell(ANSWER, is_live=True)
    answered = tell.case()
    tell(REPLY, is_live=True)

    assert (answered.status, answered.answer_id) == (CaseStatus.ANSWERED, "2")
    assert answered.first_answered_at == START.replace(hour=2)
    assert (tell.case().status, tell.case().waiting_since) == (CaseStatus.OPEN, START.replace(hour=3))


def test_a_new_policy_holds_for_new_posts_and_leaves_what_was_promised(tell: Tell) -> None:
    tell(COMPLAINT, is_live=True)
    before, promised = tell.case(), tell.app.lake.query("select * from score.promise")
    body = config.entries(tell.app.desk, "policy")[0].body
    hurried = [{**rule, "targets": dict.fromkeys(Severity, "5m")} for rule in body["rules"]]

    business.put_policy(tell.app.desk, {**body, "rules": hurried}, by="ann", now=START)
    tell.app.triage(is_live=True, is_full=True)
    tell({**COMPLAINT, "id": "4"}, is_live=True)

    assert tell.case() == before
    assert tell.app.lake.query("select * from score.promise where native_id = '1'") == promised
    assert (before.policy_version, tell.case("4").policy_version) == (1, 2)


def test_history_that_became_a_case_hears_later_answers(tell: Tell) -> None:
    tell(COMPLAINT)
    tell.app.triage(is_live=True, is_full=True)

    tell(ANSWER)

    assert tell.case().status is CaseStatus.ANSWERED


def test_a_case_hears_its_answer_though_its_post_no_longer_needs_one(tell: Tell) -> None:
    tell(COMPLAINT, is_live=True)

    tell({**COMPLAINT, "text": "Lovely, thank you"}, ANSWER, is_live=True)

    assert tell.case().status is CaseStatus.ANSWERED


def test_a_case_goes_on_when_the_post_above_it_comes_late(tell: Tell) -> None:
    tell(REPLY, is_live=True)
    above = {**COMPLAINT, "text": "Nice weather today", "author": "else"}

    tell(above, {**ANSWER, "id": "4", "parent_id": "3"}, is_live=True)

    assert tell.case("3").answer_id == "4"
    assert tell.app.lake.query("select native_id from marts.post_answer") == [{"native_id": "1"}]


def test_an_account_that_is_not_the_brands_answers_nothing(tell: Tell) -> None:
    tell(COMPLAINT, {**ANSWER, "role": "customer", "author": "acme-fan"}, is_live=True)

    assert not tell.case().is_answered


def test_an_account_speaks_for_the_brand_only_while_it_is_the_brands(tell: Tell) -> None:
    account = OwnedAccount(brand="acme", platform="file", account_id="old", valid_to=START.replace(hour=2))
    config.own(tell.app.desk, [account])

    tell(COMPLAINT, {**ANSWER, "role": "customer", "author": "old"}, is_live=True)

    assert not tell.case().is_answered


def test_asked_again_triage_owes_nothing(tell: Tell) -> None:
    tell(COMPLAINT, ANSWER, REPLY, is_live=True)
    before = tell.case()

    again = tell.app.triage(is_full=True, is_live=True)

    assert (again.opened, again.events) == (0, 0)
    assert tell.case() == before


def test_time_alone_warns_and_breaches_once(tell: Tell) -> None:
    tell(COMPLAINT, is_live=True)
    tell.app.fixed_now = START + timedelta(days=9)

    first, second = tell.app.triage(), tell.app.triage()

    assert tell.case().breached_at == tell.case().due_at
    assert (second.warned, second.breached) == (0, 0)
    assert first.breached <= 2  # the first answer, and the end of the matter
