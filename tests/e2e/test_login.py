from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext

from repwatch import clock
from repwatch.settings import Settings
from tests.dashboard.cases import installation
from tests.e2e.console import Console, Visit, browsing, looking, needs_chromium, serving
from tests.servers.provider import providing
from warehouse.case_file import case_file
from warehouse.desk import Desk

pytestmark = [pytest.mark.browser, pytest.mark.loopback, needs_chromium]

PEOPLE = {
    name: {"email": f"{name}@shop.example", "groups": groups}
    for name, groups in {
        "vera": ["marketing"],
        "ann": ["care"],
        "lou": ["care", "care-leads"],
        "eve": ["else"],
    }.items()
}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str, list[str]]]:
    """A console where people sign in, its address, and the ids of its cases."""
    home = tmp_path_factory.mktemp("closed")
    ids = installation(home, cases=range(1, 4), now=clock.now())
    with providing(PEOPLE) as provider, serving(home, provider=provider) as address:
        yield home, address, ids


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with browsing() as browser:
        yield browser


@pytest.fixture
def window(browser: Browser) -> Iterator[BrowserContext]:
    """What one person's pages share."""
    with looking(browser) as window:
        yield window


@contextmanager
def signed_in(console: Console, name: str, *, path: str = "/") -> Iterator[tuple[str, Visit]]:
    """A page after the login, and what it showed before."""
    with console.visiting(path) as visit:
        before = visit.page.locator("body").inner_text()
        visit.page.locator(".st-key-enter button").click()
        visit.page.get_by_role("button", name=name).click()
        visit.page.wait_for_url(f"{console.address}/**")
        visit.page.wait_for_selector(".stMainBlockContainer [data-testid=stVerticalBlock] *", timeout=60_000)
        visit.settle()
        yield before, visit


def test_shared_link_shows_its_case_after_the_login_and_nothing_before(
    served: tuple[Path, str, list[str]], window: BrowserContext
) -> None:
    home, address, ids = served
    console = Console(home=home, address=address, window=window)

    with signed_in(console, "ann", path=f"/?case={ids[2]}&ui=en") as (before, visit):
        shown = visit.words("words-opener-kept")
        visit.press("t")
        told = visit.words()

    desk = Desk(Settings(home=home).desk)
    owner = case_file(desk, ids[2]).case.owner
    desk.close()
    assert "Sign in" in before
    assert "Post number" not in before
    assert shown == "Post number 3: where is my parcel?"
    assert "Claimed: it is yours." in told
    assert owner == "ann@shop.example"
    assert visit.errors == []


@pytest.mark.long
@pytest.mark.parametrize(
    ("name", "acts", "says"),
    [("vera", False, "You read along"), ("lou", True, "Claim"), ("eve", False, "your account has no role here")],
)
def test_each_role_is_offered_what_it_may(
    served: tuple[Path, str, list[str]], window: BrowserContext, name: str, acts: bool, says: str
) -> None:
    home, address, _ = served
    console = Console(home=home, address=address, window=window)

    with signed_in(console, name) as (_, visit):
        told = visit.page.locator("body").inner_text()
        offered = visit.page.locator(".st-key-act_answered").count()

    assert says in told
    assert bool(offered) is acts


@pytest.mark.long
def test_who_signs_out_sees_nothing_any_more(served: tuple[Path, str, list[str]], window: BrowserContext) -> None:
    home, address, _ = served
    console = Console(home=home, address=address, window=window)

    with signed_in(console, "ann") as (_, visit):
        visit.page.get_by_role("button", name="My settings").click()
        visit.page.locator(".st-key-leave button").click()
        # the provider asks whether to sign out there, too
        visit.page.wait_for_url("**/end_session**")
        visit.page.goto(address)
        visit.page.wait_for_selector(".st-key-enter", timeout=30_000)
        after = visit.page.locator("body").inner_text()

    assert "Post number" not in after
