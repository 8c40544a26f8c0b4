"""What measurements run on: invented posts and cases, as the product itself would have left them."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from repwatch.settings import Settings
from repwatch.wiring import App
from triage.folding import fold
from warehouse import inventing, read
from warehouse.cases import events_of, row_of
from warehouse.inventing import Plan
from warehouse.queue import page
from warehouse.tabs import Filters, Tab, counts

NOW = datetime(2026, 3, 4, 15, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    app = App.open(Settings(home=tmp_path_factory.mktemp("invented")), now=NOW)
    app.migrate()
    plan = Plan(posts=300, waiting=30, until=NOW, lasts=timedelta(days=20))
    inventing.fill(app.desk, app.lake, plan, on_step=lambda _done, _all: None)
    app.build(is_full=True)
    yield app
    app.close()


def test_as_many_cases_wait_as_were_asked_for_over_as_many_posts(app: App) -> None:
    found = counts(app.desk, me="Ann", filters=Filters(), now=NOW)
    [stored] = app.lake.query("select count(*) as posts, max(created_at) as newest_at from raw.mention")

    assert (stored["posts"], found[Tab.OPEN], found[Tab.ANSWERED]) == (300, 30, 60)
    assert NOW - timedelta(hours=2) < stored["newest_at"] < NOW + timedelta(hours=9)


def test_cases_are_the_fold_of_their_records_and_reports_know_them(app: App) -> None:
    [first, *_] = page(app.desk, tab=Tab.ANSWERED, me="Ann", filters=Filters(), now=NOW).rows
    with app.desk.read() as connection:
        folded = row_of(fold(events_of(connection, [first.case_id])[first.case_id]))

    coverage = read.coverage(app.lake, as_of=NOW + timedelta(days=9))

    assert folded["is_answered"] == first.is_answered is True
    assert sum(brand.needs_answer.answered for brand in coverage) == 60
    assert sum(brand.needs_answer.not_answered for brand in coverage) == 30


@pytest.mark.parametrize(("posts", "waiting"), [(10, 1), (1000, 0), (1000, 201)])
def test_what_cannot_be_invented_is_refused(posts: int, waiting: int) -> None:
    with pytest.raises(ValueError, match="no more waiting cases than a fifth"):
        Plan(posts=posts, waiting=waiting, until=NOW)
