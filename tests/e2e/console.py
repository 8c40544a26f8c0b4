"""A console in a process of its own, and a page that keeps what it asked for and what went wrong."""

import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from secrets import token_hex

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, WebSocket, sync_playwright
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.servers.processes import free_port, running

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
IDLE = """() => {
  const app = document.querySelector('[data-testid=stApp]');
  return app && app.dataset.testScriptState === 'notRunning' && app.dataset.testConnectionState === 'CONNECTED'
    && !document.querySelector('[data-testid=stSkeleton]');
}"""
"""Connected, nothing runs, and no part waits for its script: a button that is not there hears no key."""
FRAMES = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))"
"""Over when the page has drawn what it was told, however busy the machine is."""

needs_chromium = pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Chromium: apt-get install chromium")


@dataclass(kw_only=True)
class Runs:
    """The runs of the script that a page asked for, and whether one is still to come or to end."""

    asked: int = 0
    """Without those that a clock of the page asks for."""
    is_owed: bool = False
    is_going: bool = False

    def sent(self, frame: str | bytes) -> None:
        """The page sent this."""
        message = BackMsg.FromString(frame) if isinstance(frame, bytes) else BackMsg()
        if message.HasField("rerun_script") and not message.rerun_script.is_auto_rerun:
            self.asked += 1
            self.is_owed = True

    def received(self, frame: str | bytes) -> None:
        """The console sent this."""
        message = ForwardMsg.FromString(frame) if isinstance(frame, bytes) else ForwardMsg()
        if message.HasField("new_session"):
            self.is_owed, self.is_going = False, True
        elif message.HasField("script_finished"):
            self.is_going = False
            # a run that makes way is followed by another
            self.is_owed |= message.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN

    def closed(self, _: WebSocket) -> None:
        """The page went to another place: nothing more comes of what it asked for."""
        self.is_owed = self.is_going = False

    @property
    def are_over(self) -> bool:
        return not (self.is_owed or self.is_going)


@dataclass(kw_only=True)
class Visit:
    """A page open at the console."""

    page: Page
    address: str
    asked: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    runs: Runs = field(default_factory=Runs)
    waited: int = 0
    """How many of the runs the page asked for were waited for."""

    def hear(self, stream: WebSocket) -> None:
        """Follow what the page and the console say to each other."""
        self.asked.append(stream.url)
        stream.on("framesent", self.runs.sent)
        stream.on("framereceived", self.runs.received)
        stream.on("close", self.runs.closed)

    def settle(self) -> None:
        """Wait until the page has drawn what it was asked for; what asks for nothing is known by its silence."""
        self._until(lambda: self.runs.asked > self.waited, seconds=1.5)
        quiet = False
        while not quiet:
            if not self._until(lambda: self.runs.are_over, seconds=60):
                raise TimeoutError("the console did not answer the page within a minute")
            self.page.wait_for_function(IDLE, timeout=60_000)
            self.page.locator("[aria-busy=true]").first.wait_for(state="detached", timeout=60_000)
            self.page.evaluate(FRAMES)
            answered = self.runs.asked
            self.page.wait_for_timeout(100)
            quiet = self.runs.asked == answered and self.runs.are_over
        self.waited = self.runs.asked

    def press(self, *keys: str) -> None:
        for key in keys:
            self.waited = self.runs.asked
            self.page.keyboard.press(key)
            self.settle()

    def _until(self, is_so: Callable[[], bool], *, seconds: float) -> bool:
        """Let the page go on until this is so; False where it never was."""
        until = time.monotonic() + seconds
        while not is_so() and time.monotonic() < until:
            self.page.wait_for_timeout(10)
        return is_so()

    def words(self, name: str = "detail") -> str:
        """The text of the element with this key."""
        return self.page.locator(f".st-key-{name}").first.inner_text()

    def rows(self) -> list[str]:
        """The ids of the cases in the list, in order."""
        found: list[str] = self.page.locator(".row").evaluate_all("rows => rows.map(row => row.dataset.id)")
        return found

    def selected(self) -> str | None:
        return self.page.locator(".list").get_attribute("data-selected")

    @property
    def foreign(self) -> list[str]:
        """What was asked of anybody but the console."""
        own = (self.address, self.address.replace("http", "ws"), "data:", "blob:")
        return [url for url in self.asked if not url.startswith(own)]


@dataclass(frozen=True, kw_only=True)
class Console:
    """A console that runs, and the window to look at it."""

    home: Path
    address: str
    window: BrowserContext

    @contextmanager
    def visiting(self, path: str = "/") -> Iterator[Visit]:
        """A page of its own, open and drawn."""
        visit = Visit(page=self.window.new_page(), address=self.address)
        visit.page.on("request", lambda request: visit.asked.append(request.url))
        visit.page.on("websocket", visit.hear)
        visit.page.on("pageerror", lambda error: visit.errors.append(str(error)))
        visit.page.goto(self.address + path)
        visit.page.wait_for_selector("[data-testid=stApp]")
        visit.page.wait_for_selector(".stMainBlockContainer [data-testid=stVerticalBlock] *", timeout=60_000)
        visit.settle()
        yield visit
        visit.page.close()


@contextmanager
def serving(home: Path, *, provider: str = "", port: int | None = None) -> Iterator[str]:
    """A console over `home` on a free port of loopback; yields its address. With a provider, people sign in there."""
    port = port or free_port()
    address, log = f"http://127.0.0.1:{port}", home / "console.log"
    arguments = ["dashboard.asgi:app", "--host", "127.0.0.1", "--port", str(port), "--lifespan", "on"]
    login = {
        "REPWATCH_AUTH_MODE": "oidc",
        "REPWATCH_OIDC_METADATA": provider,
        "REPWATCH_OIDC_CLIENT": "console",
        "REPWATCH_OIDC_ROLES": "care=agent,care-leads=lead,marketing=viewer",
        "REPWATCH_CONSOLE_URL": address,
        "REPWATCH_SECRET_OIDC": "the provider takes any",
        "REPWATCH_SECRET_COOKIE": token_hex(32),
    }
    with running(log, arguments, {"REPWATCH_HOME": str(home), **(login if provider else {})}) as is_alive:
        _wait(is_alive, address, log)
        yield address


@contextmanager
def browsing() -> Iterator[Browser]:
    """Debian's Chromium without a screen."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@contextmanager
def looking(browser: Browser, *, locale: str = "en-CA") -> Iterator[BrowserContext]:
    """What pages of one reader share."""
    context = browser.new_context(
        viewport={"width": 1440, "height": 900}, locale=locale, timezone_id="America/Toronto", reduced_motion="reduce"
    )
    yield context
    context.close()


def _wait(is_alive: Callable[[], bool], address: str, log: Path) -> None:
    started = time.monotonic()
    while time.monotonic() - started < 180:
        if not is_alive():
            raise RuntimeError(f"the console did not start:\n{log.read_text()[-2000:]}")
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise TimeoutError(f"the console did not answer within three minutes:\n{log.read_text()[-2000:]}")
