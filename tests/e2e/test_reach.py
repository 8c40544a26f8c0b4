"""The console for those who see, hear or move differently, on small screens, and through a lost connection."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext

from dashboard.views import settings
from repwatch import business, clock
from repwatch.settings import Settings
from tests.dashboard.cases import installation
from tests.e2e.axe import faults
from tests.e2e.console import Console, browsing, looking, needs_chromium, serving
from tests.servers.processes import free_port
from warehouse.case_file import case_file
from warehouse.desk import Desk

pytestmark = [pytest.mark.browser, pytest.mark.loopback, needs_chromium]

PARTS = [f"/settings?part={name}" for group in settings.PARTS.values() for name in group]
PAGES = ("/coverage", "/trends", "/topics", "/incidents", "/people", "/sources", *PARTS)
SCROLLED = "tables => tables.map(table => table.scrollWidth - table.clientWidth)"
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("reach")
    installation(home, cases=range(1, 30), now=clock.now())
    desk = Desk(Settings(home=home).desk)
    business.seed(desk, with_demo=True, now=clock.now())
    desk.close()
    return home


@pytest.fixture
def window() -> Iterator[BrowserContext]:
    with browsing() as browser, looking(browser) as window:
        yield window


@pytest.mark.long
def test_queue_has_no_fault_that_axe_finds(home: Path, window: BrowserContext) -> None:
    with serving(home) as address:
        console = Console(home=home, address=address, window=window)
        with console.visiting("/?as=ann&ui=en") as visit:
            visit.press("v")
            one = faults(visit.page)
            visit.press("Escape", "x", "d")
            several = faults(visit.page)

    assert (one, several) == ([], [])


@pytest.mark.long
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_every_page_is_free_of_faults_and_readable_on_a_phone(home: Path, window: BrowserContext, lang: str) -> None:
    found: dict[str, list[str]] = {}
    too_wide = []
    with serving(home) as address:
        console = Console(home=home, address=address, window=window)
        for path in ("/", *PAGES):
            with console.visiting(f"{path}{'&' if '?' in path else '?'}as=ann&ui={lang}") as visit:
                found[path] = faults(visit.page)
                visit.page.set_viewport_size({"width": 390, "height": 844})
                visit.settle()
                found[f"{path} on a phone"] = faults(visit.page)
                if visit.page.evaluate(OVERFLOW) > 0 or visit.page.locator("[data-testid=stDataFrame]").count():
                    too_wide.append(path)

    assert found == {path: [] for path in found}
    assert too_wide == []


def test_on_a_phone_the_case_that_was_picked_comes_into_sight(home: Path, window: BrowserContext) -> None:
    with serving(home) as address:
        console = Console(home=home, address=address, window=window)
        with console.visiting("/?as=ann&tab=open") as visit:
            visit.page.set_viewport_size({"width": 390, "height": 844})
            visit.settle()
            visit.page.locator(".row").nth(1).click()
            visit.settle()
            top = visit.page.locator(".st-key-detail").evaluate("detail => detail.getBoundingClientRect().top")

    assert 0 < top < 200


def test_tables_fit_a_small_screen_without_being_scrolled_sideways(home: Path, window: BrowserContext) -> None:
    too_wide = {}
    with serving(home) as address:
        console = Console(home=home, address=address, window=window)
        with console.visiting("/people?as=ann&ui=fr") as visit:
            for width in (1024, 1280, 1920):
                visit.page.set_viewport_size({"width": width, "height": 768})
                visit.settle()
                too_wide[width] = visit.page.locator(".dvn-scroller").evaluate_all(SCROLLED)

    assert too_wide == {1024: [0, 0], 1280: [0, 0], 1920: [0, 0]}


@pytest.mark.long
def test_draft_outlives_a_restart_of_the_console_which_is_told_in_words(home: Path, window: BrowserContext) -> None:
    port = free_port()
    with serving(home, port=port) as address:
        visiting = Console(home=home, address=address, window=window).visiting("/?as=ann&ui=en")
        visit = visiting.__enter__()
        case_id = visit.selected()
        visit.page.locator(".st-key-reply textarea").click()
        visit.page.keyboard.type("Dear customer, half a sen")
    visit.page.wait_for_selector(".repwatch-lost", timeout=30_000)
    told = visit.page.locator(".repwatch-lost").inner_text()
    other = visit.page.locator("[role=dialog]:visible").count()
    with serving(home, port=port):
        visit.page.wait_for_selector(".repwatch-lost", state="detached", timeout=60_000)
        visit.settle()
        written = visit.page.locator(".st-key-reply textarea").input_value()
        visit.page.locator(".st-key-reply textarea").press("End")
        visit.page.keyboard.type("tence")
        visit.press("Control+Enter")
        visiting.__exit__(None, None, None)

    desk = Desk(Settings(home=home).desk)
    kept = case_file(desk, str(case_id)).draft
    desk.close()
    assert "What you wrote is kept" in told
    assert other == 0
    assert written == "Dear customer, half a sen"
    assert kept == "Dear customer, half a sentence"
