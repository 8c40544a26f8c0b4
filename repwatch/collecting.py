"""Reads one target page by page; each page is stored whole or not at all."""

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from collectors.base import Gone, Http, Known, Page, Record, Source
from collectors.errors import BadRecordError
from triage.believing import believed
from triage.mention import Item, Target
from warehouse.batch import Incoming, Rejected
from warehouse.config import OwnedAccount
from warehouse.following import Followed
from warehouse.leases import Lease
from warehouse.write import Loaded, PageLoad

log = structlog.get_logger(__name__)

IMPORTED = "file:"
"""How the targets of imported files are named, before their paths."""
RECHECKED = 25
"""Posts looked up together; some platforms take no more."""
STORED_TOGETHER = 200
AHEAD = timedelta(days=1)
"""What is dated later than this from now is told: clocks differ by less."""
LONGEST = {"id": 1_500, "author": 1_500, "source": 300, "brand": 300}
"""In bytes: a key is a brand, a source and an id or author, and PostgreSQL's indexes take 2,704 for all of them."""
_COUNTS = ("pages", "items", "new", "changed", "gone", "quarantined", "capped", "kept", "ahead")


class Store(Protocol):
    """What collecting needs of the warehouse."""

    def cursor_of(self, target_id: str) -> str | None:
        """Where the last pull of a target ended."""
        ...

    def load_page(self, page: PageLoad) -> Loaded:
        """Store one page, its ledger row and its cursor in one transaction."""
        ...

    def own(self, accounts: Iterable[OwnedAccount]) -> None:
        """Learn accounts that speak for a brand."""
        ...

    def followed(self, target_id: str) -> Sequence[Followed]:
        """Posts of waiting cases that the target has seen."""
        ...

    def recent(self, target_id: str) -> Sequence[Followed]:
        """The next of the posts that are young enough to change."""
        ...

    def renew(self, lease: Lease) -> None:
        """Hold the target for longer."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectSummary:
    """What one pull of one target brought.

    `followed` are the posts that were looked at again. `kept` are rows of an import that tell another time or parent
    than when they were first read, which stand; `ahead` posts that say that they were written later than tomorrow.
    """

    target_id: str
    pages: int
    items: int
    new: int
    changed: int
    gone: int
    quarantined: int
    capped: int
    kept: int = 0
    ahead: int = 0
    followed: int = 0

    def joined_by(self, other: "CollectSummary") -> "CollectSummary":
        """The counts of two passes over one target together; both look at the posts that wait, which are the same."""
        mine, theirs = asdict(self), asdict(other)
        summed = {name: mine[name] + theirs[name] for name in _COUNTS}
        return CollectSummary(target_id=self.target_id, followed=max(self.followed, other.followed), **summed)

    def as_dict(self) -> dict[str, int | str]:
        """The counts by name."""
        return asdict(self)


def pull(
    source: Source,
    target: Target,
    *,
    http: Http,
    store: Store,
    lease: Lease,
    until: datetime,
    is_backfill: bool = False,
    on_page: Callable[[int], None] = lambda _items: None,
) -> CollectSummary:
    """Read `target` from its cursor up to `until`.

    Raises what the source raises, after every page read before is stored: the next pull goes on from there.
    """
    totals = dict.fromkeys(_COUNTS, 0)
    for number, page in enumerate(source.pull(http, target, since=store.cursor_of(target.id), until=until), start=1):
        load = _load_of(source, target, page, lease=lease, number=number, is_backfill=is_backfill)
        _store(store, load, totals, lease=lease)
        on_page(len(page.records))
    log.info("collected", target=target.id, **totals)
    return CollectSummary(target_id=target.id, **totals)


def recheck(source: Source, target: Target, *, http: Http, store: Store, lease: Lease) -> CollectSummary:
    """Look again at posts that wait for an answer, and in rounds at recent ones: edits and deletions."""
    waiting, recent = store.followed(target.id), store.recent(target.id)
    known = list({post.key: _known(post) for post in (*waiting, *recent)}.values())
    batches = (known[start : start + RECHECKED] for start in range(0, len(known), RECHECKED))
    looks = (source.recheck(http, target, batch) for batch in batches)
    return _looked_at(source, target, looks, store=store, lease=lease, posts=len(known))


def answers(source: Source, target: Target, *, http: Http, store: Store, lease: Lease) -> CollectSummary:
    """Read what stands below the posts that wait: answers from wherever they were sent.

    Driven by open cases and not by the pages of a pull, so that a crash between the two loses no answer.
    """
    known = [_known(post) for post in store.followed(target.id)]
    looks = (source.answers(http, target, post) for post in known)
    return _looked_at(source, target, looks, store=store, lease=lease, posts=len(known))


def _known(post: Followed) -> Known:
    return Known(key=post.key, url=post.url, note=post.note)


def _looked_at(
    source: Source,
    target: Target,
    looks: Iterable[Iterable[Record | Gone]],
    *,
    store: Store,
    lease: Lease,
    posts: int,
) -> CollectSummary:
    """Store what looks at `posts` known posts found, some hundred at a time."""
    totals = dict.fromkeys(_COUNTS, 0)
    found = itertools.chain.from_iterable(looks)
    for number in itertools.count(1):
        batch = list(itertools.islice(found, STORED_TOGETHER))
        if not batch:
            break
        page = Page(
            records=[seen for seen in batch if isinstance(seen, Record)],
            cursor=None,
            gone=[seen for seen in batch if isinstance(seen, Gone)],
        )
        load = _load_of(source, target, page, lease=lease, number=number, is_backfill=False)
        _store(store, load, totals, lease=lease)
    log.info("looked again", target=target.id, posts=posts, **totals)
    return CollectSummary(target_id=target.id, followed=posts, **totals)


def _store(store: Store, load: PageLoad, totals: dict[str, int], *, lease: Lease) -> None:
    store.own(_spoken_for((post.item for post in load.posts), brands=load.brands))
    loaded = store.load_page(load)
    store.renew(lease)
    totals["pages"] += 1
    totals["items"] += len(load.posts)
    totals["new"] += loaded.new
    totals["changed"] += loaded.changed
    totals["gone"] += loaded.gone
    totals["quarantined"] += len(load.rejected)
    totals["capped"] += load.is_capped
    totals["kept"] += loaded.kept if load.lease.target_id.startswith(IMPORTED) else 0
    totals["ahead"] += sum(
        post.item.created_at is not None and post.item.created_at - post.item.seen_at > AHEAD for post in load.posts
    )


def _load_of(
    source: Source,
    target: Target,
    page: Page,
    *,
    lease: Lease,
    number: int,
    is_backfill: bool,
) -> PageLoad:
    posts: list[Incoming] = []
    rejected: list[Rejected] = []
    for record in page.records:
        try:
            item = believed(_storable(source.map(record)))
        except BadRecordError as error:
            rejected.append(_rejected(record, str(error)))
        else:
            posts.append(Incoming(item=item, raw=record.body, content_type=record.content_type, note=record.note))
    return PageLoad(
        lease=lease,
        page=number,
        brands=target.brands,
        is_backfill=is_backfill,
        posts=posts,
        rejected=rejected,
        gone=[(post.key, post.state, post.seen_at) for post in page.gone],
        cursor=page.cursor,
        reached=page.reached,
        is_capped=page.capped,
        is_overlap_reached=page.overlap_reached,
    )


def _storable(item: Item) -> Item:
    """The item if its names fit into an index: one that does not would stop every row beside it, on every try."""
    names = {"id": item.native_id, "author": item.author_id or "", "source": item.platform}
    names |= {"brand": max(item.brands, key=lambda brand: len(brand.encode()), default="")}
    for name, said in names.items():
        if len(said.encode()) > LONGEST[name]:
            raise BadRecordError(f"its {name} is longer than {LONGEST[name]:,} bytes: no name is.")
    return item


def _rejected(record: Record, reason: str) -> Rejected:
    return Rejected(raw=record.body, content_type=record.content_type, note=record.note, reason=reason)


def _spoken_for(items: Iterable[Item], *, brands: Sequence[str]) -> Iterator[OwnedAccount]:
    """Accounts that a source itself says are the brand's, as an import with roles does; `brands` are the target's."""
    seen = {
        (brand, item.platform, item.author_id)
        for item in items
        if item.is_owned and item.author_id
        for brand in item.brands or brands
    }
    for brand, platform, account_id in sorted(seen):
        yield OwnedAccount(brand=brand, platform=platform, account_id=account_id)
