"""A person's right to be forgotten: what is erased, what is kept so that figures stand, and what is said of it."""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import structlog

from repwatch import custody
from repwatch.settings import Settings
from repwatch.wiring import App
from warehouse import config, copying, erasing, feed, upkeep
from warehouse.alone import NotAloneError
from warehouse.desk import Desk
from warehouse.erasing import Erased, Subject
from warehouse.fence import SupersededError
from warehouse.lake import Lake, LakeBusyError
from warehouse.leases import LeaseHeldError

log = structlog.get_logger(__name__)

_PATIENCE_SECONDS = 60.0
_WINDOW = 1 << 20
_NOT_SEARCHED = frozenset({".parquet", ".npz", ".zip"})
"""Compressed; a data file that nothing names any more is found by its name."""


class EraseError(Exception):
    """Nothing was erased; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What an erasure came to, told without a name."""

    erased: Erased
    is_gone: bool
    """Whether the files of earlier snapshots are deleted, too; else the daily upkeep does it."""
    still_in: list[Path]
    """Files below home in which something of it was still found."""
    backups: list[Path]
    """Backups that hold it still."""

    def as_dict(self) -> dict[str, object]:
        """What is told of it."""
        return {
            **asdict(self.erased),
            "is_gone": self.is_gone,
            "still_in": [str(path) for path in self.still_in],
            "backups": [str(path) for path in self.backups],
        }


def find(app: App, *, platform: str, account: str = "", post: str = "") -> Subject:
    """What there is of an account, or of a post; EraseError where there is nothing, or it is a brand's own."""
    if account:
        subject = erasing.author(app.desk, app.lake, platform=platform, account=account)
        owned = {one.account_id: one.brand for one in config.owned(app.desk) if one.platform == platform}
        if brands := {owned[name] for name in subject.names if name in owned}:
            raise EraseError(f"This is an account of {', '.join(sorted(brands))}: its answers are not a customer's.")
    else:
        subject = erasing.post(app.lake, platform=platform, post_id=post)
    if not subject.post_ids:
        raise EraseError(
            f"Nothing of it is stored on {platform!r}. Platforms with posts: {', '.join(_platforms(app.lake))}."
        )
    return subject


def erase(app: App, subject: Subject, *, by: str, patience_seconds: float = _PATIENCE_SECONDS) -> Report:
    """Erase it, close its cases, and leave nothing of it in the files below home."""
    home, now = app.settings.home, app.now()
    with custody.alone(home):
        erased = _take_out(app.desk, app.lake, subject, home=home, by=by, now=now)
        is_gone = _sweep(app, patience_seconds=patience_seconds)
        still_in = _still_in(app, subject) if is_gone else []
        return Report(erased=erased, is_gone=is_gone, still_in=still_in, backups=custody.backups(home))


def again(desk: Desk, lake: Lake, *, home: Path, since: datetime, by: str, now: datetime) -> int:
    """Erase once more what was erased since an instant from stores that a backup brings back; returns how many.

    `home` remembers what was erased. Files are not written anew: see `settle`.
    """
    noted = [one for one in custody.erasures(home) if datetime.fromisoformat(one["erased_at"]) >= since]
    if not noted:
        return 0
    wanted = {digest for one in noted for digest in one["digests"]}
    rows = lake.query(
        "select distinct mention.platform, mention.native_id, content.author_id, content.author_name "
        "from raw.mention as mention inner join raw.content as content on mention.platform = content.platform "
        "and mention.native_id = content.native_id where content.text is not null or content.author_id is not null"
    )
    accounts = {(row["platform"], row["author_id"] or row["author_name"]) for row in rows}
    people = [key for key in sorted(one for one in accounts if one[1]) if _digest("account", *key) in wanted]
    posts = [
        (row["platform"], row["native_id"])
        for row in rows
        if (row["platform"], row["author_id"] or row["author_name"]) not in people
        and _digest("post", row["platform"], row["native_id"]) in wanted
    ]
    subjects = [_author(desk, lake, rows, platform=platform, account=account) for platform, account in people]
    subjects += [erasing.post(lake, platform=platform, post_id=post) for platform, post in posts]
    for subject in subjects:
        _take_out(desk, lake, subject, home=home, by=by, now=now)
    return len(subjects)


def _author(desk: Desk, lake: Lake, rows: Sequence[Mapping[str, Any]], *, platform: str, account: str) -> Subject:
    if any((row["platform"], row["author_id"]) == (platform, account) for row in rows):
        return erasing.author(desk, lake, platform=platform, account=account)
    # known by a name alone, which others with an id may share: theirs stay
    posts = [
        row["native_id"]
        for row in rows
        if (row["platform"], row["author_name"]) == (platform, account) and row["author_id"] is None
    ]
    return Subject(platform=platform, post_ids=tuple(posts), names=(account,))


def settle(app: App, *, patience_seconds: float = _PATIENCE_SECONDS) -> bool:
    """Leave nothing of what was erased in the files; False where the daily upkeep has to."""
    with custody.alone(app.settings.home):
        return _sweep(app, patience_seconds=patience_seconds)


def _take_out(desk: Desk, lake: Lake, subject: Subject, *, home: Path, by: str, now: datetime) -> Erased:
    # the desk first: were its copies to stay behind after a crash, nothing would point to them
    cases, notes, mentions = erasing.from_desk(desk, subject)
    posts, answers, quarantined = erasing.from_lake(lake, subject, now=now)
    erased = Erased(posts=posts, quarantined=quarantined, answers=answers, cases=cases, notes=notes, mentions=mentions)
    facts = {"erased_at": now.isoformat(), "by": by, **digests(subject), **asdict(erased)}
    custody.note_erasure(home, facts)
    log.info("erased", **asdict(erased))
    return erased


def digests(subject: Subject) -> dict[str, list[str]]:
    """By what an erasure is known again, should a backup bring it back: fingerprints, no names."""
    names = [_digest("account", subject.platform, name) for name in subject.names]
    posts = [_digest("post", subject.platform, one) for one in subject.post_ids]
    return {"digests": names or posts}


def _digest(kind: str, platform: str, name: str) -> str:
    return sha256(f"{kind}\x1f{platform}\x1f{name}".encode()).hexdigest()[:32]


def _sweep(app: App, *, patience_seconds: float) -> bool:
    """Write files anew, close cases, then delete the old files; False where others kept the lake or a step busy."""
    try:
        rewritten = upkeep.rewrite_told(app.lake, patience_seconds=patience_seconds)
        app.triage()
        app.build()
        feed.start_over(app.desk, before=rewritten)
        upkeep.let_go(app.desk, app.lake, patience_seconds=patience_seconds)
    except (NotAloneError, LeaseHeldError, LakeBusyError, SupersededError) as error:
        log.info("erased files are not deleted yet", reason=str(error))
        return False
    files = (copying.desk_file(app.settings.desk), copying.catalog_file(app.settings.catalog))
    # each of them, whatever became of the first
    compacted = [copying.compact(file) for file in files if file is not None]
    return all(compacted)


def _still_in(app: App, subject: Subject) -> list[Path]:
    """The files in which something of it is, and the desk where its words are cut up beyond what a search finds."""
    found = list(_files_with(app.settings, subject.needles))
    if erasing.are_in_issues(app.desk, subject):
        found.append(copying.desk_file(app.settings.desk) or Path("issue (a table of the desk's database)"))
    return list(dict.fromkeys(found))


def _files_with(settings: Settings, needles: Iterable[str]) -> Iterator[Path]:
    """Files below home that hold one of these texts, as far as they are no archives."""
    wanted = [needle.encode() for needle in needles]
    overlap = max((len(one) for one in wanted), default=0)
    for folder, below, names in os.walk(settings.home):
        # data of a lake that a restore has set aside is packed, so it counts whatever is in it
        yield from (Path(folder) / one for one in below if custody.MARK in one)
        below[:] = [one for one in below if custody.MARK not in one]
        for name in sorted(names):
            path = Path(folder) / name
            if path.suffix not in _NOT_SEARCHED and _holds(path, wanted, overlap):
                yield path


def _holds(path: Path, wanted: list[bytes], overlap: int) -> bool:
    rest = b""
    try:
        with path.open("rb") as file:
            while chunk := file.read(_WINDOW):
                window = rest + chunk
                if any(one in window for one in wanted):
                    return True
                rest = window[-overlap:] if overlap else b""
    except OSError:
        return False
    return False


def _platforms(lake: Lake) -> list[str]:
    return [row["platform"] for row in lake.query("select distinct platform from raw.mention order by platform")]
