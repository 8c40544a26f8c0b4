"""The feed collector against a running isso: a real comment server with an Atom feed."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import uuid4

import pytest

from collectors import load
from collectors.testing import START, Clock, MemoryRunner, open_http
from tests.collectors.servers.processes import BIN, free_port, send, started
from triage.mention import Item, Kind, ReplyVisibility, State, Target

pytestmark = pytest.mark.loopback

SOURCE = load("feeds")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page with comments, and the right to change them."""

    server: str
    path: str
    cookies: dict[int, str] = field(default_factory=dict)

    def comment(self, text: str, *, author: str, parent: int | None = None) -> int:
        value = {"text": text, "author": author, "parent": parent, "title": "Reviews"}
        answer, headers = send("POST", f"{self.server}/new?uri={self.path}", value)
        number = int(answer["id"])
        self.cookies[number] = headers["set-cookie"].partition(";")[0]
        return number

    def edit(self, number: int, text: str) -> None:
        send("PUT", f"{self.server}/id/{number}", {"text": text}, headers={"Cookie": self.cookies[number]})

    def delete(self, number: int) -> None:
        send("DELETE", f"{self.server}/id/{number}", headers={"Cookie": self.cookies[number]})

    def runner(self) -> MemoryRunner:
        target = Target(
            id="isso", collector="feeds", brands=("maple-finch",), query=f"{self.server}/feed?uri={self.path}"
        )
        return MemoryRunner(SOURCE, target)


@pytest.fixture(scope="session")
def isso_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder, url = tmp_path_factory.mktemp("isso"), f"http://127.0.0.1:{free_port()}"
    settings = folder / "isso.cfg"
    settings.write_text(
        f"[general]\ndbpath = {folder / 'comments.db'}\nhost = {url}/\n"
        f"[server]\nlisten = {url}/\n[guard]\nenabled = false\n[rss]\nbase = {url}\nlimit = 100\n"
    )
    with started([str(BIN / "isso"), "-c", str(settings), "run"], ready=f"{url}/config?uri=/", log=folder / "log"):
        yield url


@pytest.fixture
def page(isso_url: str) -> Page:
    return Page(server=isso_url, path=f"/reviews/{uuid4().hex}")


def by_text(runner: MemoryRunner) -> dict[str | None, Item]:
    return {item.text: item for item in runner.items.values()}


def test_comments_and_their_answers_are_read_as_a_thread(page: Page) -> None:
    first = page.comment("My parcel never came. **Really** bad.", author="dana")
    page.comment("We are sorry, looking into it.", author="Maple & Finch", parent=first)
    runner = page.runner()

    with open_http(Clock()) as http:
        runner.collect(http, until=START)

    post, answer = (
        by_text(runner)[text] for text in ("My parcel never came. Really bad.", "We are sorry, looking into it.")
    )
    assert (post.kind, answer.kind) == (Kind.MENTION, Kind.REPLY)
    assert answer.parent_id == post.native_id
    assert (post.author_name, answer.author_name) == ("dana", "Maple & Finch")
    assert post.reply_visibility is ReplyVisibility.THREAD
    assert post.url is not None
    assert post.url.startswith(page.server)


def test_an_edit_keeps_the_key_and_a_deletion_that_leaves_a_blank_is_seen(page: Page) -> None:
    parent, edited = page.comment("A first comment", author="dana"), page.comment("A second one", author="lee")
    page.comment("An answer", author="Maple & Finch", parent=parent)
    runner = page.runner()
    with open_http(Clock()) as http:
        runner.collect(http, until=START)
        before = {text: item.native_id for text, item in by_text(runner).items()}
        page.edit(edited, "A second thought")
        page.delete(parent)
        runner.collect(http, until=START)

    after = {item.native_id: item for item in runner.items.values()}
    assert after[before["A second one"]].text == "A second thought"
    assert (after[before["A first comment"]].state, after[before["A first comment"]].text) == (State.DELETED, None)
    assert len(after) == 3


def test_a_page_without_comments_is_an_empty_feed(page: Page) -> None:
    runner = page.runner()
    with open_http(Clock()) as http:
        assert runner.collect(http, until=START) == 1

    assert runner.items == {}
