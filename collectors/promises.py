"""What every source promises: one function a promise, its name is the sentence."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from collectors.base import Gone, Record
from collectors.errors import CollectError, RefusedError, RetryLaterError
from collectors.http import Bounds
from collectors.spoiling import (
    no_null_drops_a_post,
    no_spoilt_value_makes_a_tombstone,
    no_value_of_another_type_drops_a_post,
)
from collectors.testing import (
    START,
    ContractError,
    Fault,
    MemoryRunner,
    NotApplicableError,
    Spoil,
    Stage,
    open_http,
    promise,
)

_TEXTS = (
    " ".join(["My parcel is late."] * 8_000),
    "\u0623\u064a\u0646 \u0637\u0644\u0628\u064a \u200fMaple & Finch\u200f\u061f \u05de\u05ea\u05d9",
    "Late \U0001f621 \U0001f469\u200d\U0001f469\u200d\U0001f467 \U0001f3f3\ufe0f\u200d\U0001f308 \U0001f44d\U0001f3fd",
    "e\u0301te\u0301, \u8fdf\u5230, \u0915\u094d\u0937, \ufeff\u2028late",
)
_UNSTORABLE = ("Late\0 again", "Late \x07\x1b[31m\x7f again", "Late \ud83d again")


def an_empty_source_yields_one_empty_page(stage: Stage) -> None:
    """The ledger shows that somebody looked."""
    for _ in range(2):
        promise(stage.collect() == 1, "an empty pull yields one page")
    stage.has(set(), "nothing is nothing")


def a_burst_beyond_the_page_cap_is_read_whole(stage: Stage) -> None:
    """More new posts than a page, or all pages, can hold."""
    published = stage.publish(stage.world.page_cap * 4 + 2)
    stage.collect()
    stage.has(published, "a burst is read whole")
    published.add(stage.world.publish(text="One more", at=START - timedelta(minutes=1)))
    stage.collect()
    stage.has(published, "what came after a burst is read")


def a_crash_after_any_page_loses_nothing(stage: Stage) -> None:
    """Resume from the last cursor that was stored."""
    published = stage.publish(stage.world.page_cap * 3 + 1)
    pages = MemoryRunner(stage.world.source, stage.world.target).collect(stage.http, until=START)
    for crash_after in range(1, pages + 1):
        runner = MemoryRunner(stage.world.source, stage.world.target)
        runner.collect(stage.http, until=START, crash_after=crash_after)
        runner.collect(stage.http, until=START)
        promise(runner.ids() == published, f"a crash after page {crash_after} of {pages} loses nothing")


def a_late_post_is_found(stage: Stage) -> None:
    """Written before the newest post known, shown after it."""
    published = stage.publish(3)
    stage.collect()
    published.add(stage.world.publish(text="Late", at=START - timedelta(hours=4) + timedelta(seconds=10)))
    stage.collect()
    stage.has(published, "a late post is found")


def posts_of_one_instant_are_all_found(stage: Stage) -> None:
    """Across pages, and across pulls."""
    published = stage.publish(stage.world.page_cap + 2, step=timedelta(0))
    stage.collect()
    stage.has(published, "posts of one instant are all found")
    published.add(stage.world.publish(text="The same instant", at=START - timedelta(hours=4)))
    stage.collect()
    stage.has(published, "a post of the newest instant known is found")


def a_short_limit_is_waited_out(stage: Stage) -> None:
    """In every dialect."""
    published = stage.publish(2)
    for limit in limits(now=START, wait=timedelta(seconds=20)):
        stage.clock.moment, stage.clock.slept = START, timedelta(0)
        stage.world.fail(limit)
        stage.collect()
        promise(timedelta(seconds=19) <= stage.clock.slept <= timedelta(seconds=21), f"{limit} is a wait of 20 s")
    stage.has(published, "a limit loses nothing")


def a_long_limit_ends_the_pull_and_keeps_what_is_stored(stage: Stage) -> None:
    """In every dialect; the next pull goes on."""
    published = stage.publish(2)
    stage.collect()
    published.add(stage.world.publish(text="After the limit", at=START - timedelta(minutes=5)))
    half_an_hour = timedelta(minutes=30)
    for number in range(len(limits(now=START, wait=half_an_hour))):
        _is_left_for_later(stage, limits(now=stage.clock.now(), wait=half_an_hour)[number], wait=half_an_hour)
    # Apple tells what is left of a rolling hour, and no instant
    spent = {"X-Rate-Limit": "user-hour-lim:3500;user-hour-rem:0;"}
    _is_left_for_later(stage, Fault(status=429, headers=spent), wait=timedelta(hours=1))
    promise(stage.clock.slept == timedelta(0), "a long wait is not slept out")
    stage.collect()
    stage.has(published, "the next pull goes on")


def _is_left_for_later(stage: Stage, limit: Fault, *, wait: timedelta) -> None:
    stage.world.fail(limit)
    try:
        stage.collect()
    except RetryLaterError as later:
        promise(abs(later.after - wait) <= timedelta(minutes=1), f"{limit} is a wait of {wait}")
    else:
        raise ContractError(f"{limit} ends the pull")
    with raises(RetryLaterError, "nothing is asked while the wait lasts"):
        stage.collect()
    stage.clock.pass_by(wait + timedelta(minutes=1))


def trouble_of_the_server_is_retried_then_left_for_later(stage: Stage) -> None:
    """5xx passes, or the task ends with its cursor kept."""
    published = stage.publish(2)
    stage.world.fail(Fault(status=503), Fault(status=500))
    stage.collect()
    stage.has(published, "two failures are retried")
    stage.world.fail(*[Fault(status=502)] * 20)
    with raises(RetryLaterError, "lasting trouble is left for later"):
        stage.collect()


def silence_is_left_for_later(stage: Stage) -> None:
    """A server may take a request and never answer."""
    published = stage.publish(3)
    impatient = Bounds(duration=timedelta(seconds=0.2), tries=1)
    stage.world.fail(*[Fault(is_silent=True)] * 20)
    with (
        open_http(stage.clock, secrets=stage.world.secrets, bounds=impatient) as http,
        raises(RetryLaterError, "silence is left for later"),
    ):
        stage.runner.collect(http, until=START)
    stage.world.fail()
    stage.collect()
    stage.has(published, "silence loses nothing")


def a_cut_body_is_left_for_later(stage: Stage) -> None:
    """Half a page is not a page."""
    published = stage.publish(3)
    stage.world.fail(*[Fault(is_cut=True)] * 20)
    with raises(RetryLaterError, "a cut body is left for later"):
        stage.collect()
    stage.world.fail()
    stage.collect()
    stage.has(published, "a cut body loses nothing")
    promise(not stage.runner.quarantine, "half a record is not stored")


def a_refusal_is_told_and_makes_no_tombstone(stage: Stage) -> None:
    """401 and 403 are about us, never about the post."""
    stage.publish(2)
    stage.collect()
    for status in (401, 403):
        stage.world.fail(*[Fault(status=status)] * 20)
        with raises(RefusedError, f"{status} is told to a person"):
            stage.collect()
        if stage.world.can_recheck:
            with raises(RefusedError, f"{status} is no deletion"):
                stage.recheck()
    stage.world.fail(*[Fault(status=500)] * 20)
    if stage.world.can_recheck:
        with raises(RetryLaterError, "500 is no deletion"):
            stage.recheck()


def a_record_of_another_shape_is_put_aside(stage: Stage) -> None:
    """Its neighbours are read, its bytes are kept."""
    for how in Spoil:
        spoilt = stage.world.publish(text="Spoilt", at=START - timedelta(hours=1))
        stage.world.spoil(spoilt, how)
    published = stage.publish(3)
    stage.collect()
    stage.has(published, "the neighbours of a spoilt record are read")
    promise(len(stage.runner.quarantine) >= len(Spoil), "a spoilt record is put aside, not dropped")


def a_post_from_ahead_of_our_clock_is_not_lost(stage: Stage) -> None:
    """Their clock and ours differ."""
    published = stage.publish(2) | {stage.world.publish(text="From ahead", at=START + timedelta(hours=2))}
    stage.collect()
    published.add(stage.world.publish(text="From now", at=START + timedelta(minutes=10)))
    stage.collect(until=START + timedelta(hours=3))
    stage.has(published, "a post from ahead of our clock is not lost")


def a_post_from_behind_our_clock_is_not_lost(stage: Stage) -> None:
    """What is new to them may be dated before our last look."""
    stage.collect()
    published = {stage.world.publish(text="From behind", at=START - timedelta(minutes=4))}
    stage.collect(until=START + timedelta(minutes=1))
    stage.has(published, "a post from behind our clock is not lost after an empty pull")
    published.add(stage.world.publish(text="From behind, too", at=START - timedelta(minutes=3, seconds=30)))
    stage.collect(until=START + timedelta(minutes=2))
    stage.has(published, "a post from behind our clock is not lost")


def any_text_is_kept(stage: Stage) -> None:
    """Huge, right to left, with emoji; of what no store can take, the rest."""
    kept = {stage.world.publish(text=text, at=START - timedelta(hours=1)): text for text in _TEXTS}
    mended = {stage.world.publish(text=text, at=START - timedelta(hours=1)) for text in _UNSTORABLE}
    stage.collect()
    stage.has({*kept, *mended}, "any text is kept")
    texts = {item.native_id: item.text or "" for item in stage.runner.items.values()}
    promise(all(text in texts[native_id] for native_id, text in kept.items()), "a text is kept as it was written")
    promise(all("Late" in texts[one] and "again" in texts[one] for one in mended), "what can be kept is kept")
    promise(all(_can_be_stored(text) for text in texts.values()), "a text can be stored")


def an_edit_keeps_the_key(stage: Stage) -> None:
    """The new text is seen, by a pull or by a recheck."""
    published = stage.publish(2)
    stage.collect()
    edited = min(published)
    stage.world.edit(edited, text="It came, thanks", at=START - timedelta(minutes=1))
    stage.collect()
    for found in stage.recheck():
        if isinstance(found, Record):
            stage.runner.store(found)
    stage.has(published, "an edit keeps the key")
    texts = {item.text for item in stage.runner.items.values() if item.native_id == edited}
    promise(texts == {"It came, thanks"}, "an edit is seen")


def only_a_deletion_makes_a_tombstone(stage: Stage) -> None:
    """And where a source cannot tell, absence makes none."""
    published = stage.publish(3)
    stage.collect()
    deleted = max(published)
    stage.world.delete(deleted)
    gone = {found.key.native_id for found in stage.recheck() if isinstance(found, Gone)}
    promise(gone == ({deleted} if stage.world.can_recheck else set()), "only a deletion makes a tombstone")
    stage.collect()
    promise(stage.runner.ids() == published, "absence from a list is no deletion")


def answers_are_read_to_the_full_depth(stage: Stage) -> None:
    """An answer to an answer belongs to the thread; each names its parent."""
    if not stage.world.has_threads:
        raise NotApplicableError("nothing stands below a post here but what the post itself shows")
    post = stage.world.publish(text="Where is it?", at=START - timedelta(hours=2))
    stage.collect()
    chain = [post]
    for depth in range(stage.world.answer_depth):
        at = START - timedelta(minutes=90 - depth)
        chain.append(stage.world.publish(text=f"Answer {depth}", at=at, parent=chain[-1]))
    stage.collect()
    for known in stage.runner.known():
        for record in stage.world.source.answers(stage.http, stage.world.target, known):
            stage.runner.store(record)
    stage.has(set(chain), "all answers are read")
    parents = {item.native_id: item.parent_id for item in stage.runner.items.values()}
    promise([parents[one] for one in chain[1:]] == chain[:-1], "an answer names its parent")


def answers_to_a_post_that_is_gone_are_none_and_no_failure(stage: Stage) -> None:
    """A post that was deleted keeps nobody from looking at the others."""
    published = stage.publish(2)
    stage.collect()
    stage.world.delete(min(published))
    for known in stage.runner.known():
        for record in stage.world.source.answers(stage.http, stage.world.target, known):
            stage.runner.store(record)
    stage.has(published, "a post that is gone has no answers")


def a_page_that_repeats_ends_the_pull(stage: Stage) -> None:
    """A server may give the same page for ever."""
    stage.publish(stage.world.page_cap * 2)
    stage.world.repeat()
    stage.collect()
    promise(bool(stage.runner.items), "what the page held is stored")


def limits(*, now: datetime, wait: timedelta) -> list[Fault]:
    """One wait, as the platforms say it: the date pins the server's clock to the test's."""
    date, until, seconds = {"Date": _http_date(now)}, now + wait, f"{wait.total_seconds():.0f}"
    behind = now - timedelta(hours=1)
    said = [
        {"Retry-After": seconds},
        {"Retry-After": _http_date(until)},
        {"X-RateLimit-Reset": until.isoformat().replace("+00:00", "Z"), "X-RateLimit-Remaining": "0"},
        {"RateLimit-Reset": f"{until.timestamp():.0f}", "RateLimit-Remaining": "0"},
        {"x-rate-limit-reset": f"{until.timestamp():.0f}", "x-rate-limit-remaining": "0"},
        {"X-Ratelimit-Reset": f"{wait.total_seconds():.1f}", "X-Ratelimit-Remaining": "0.0"},
        {"Date": _http_date(behind), "Retry-After": _http_date(behind + wait)},
        {"Date": _http_date(behind), "RateLimit-Reset": f"{(behind + wait).timestamp():.0f}"},
    ]
    backoff = Fault(status=429, headers={"Content-Type": "application/json"}, body=f'{{"backoff": {seconds}}}'.encode())
    spent = {**date, "X-RateLimit-Reset": f"{until.timestamp():.0f}", "X-RateLimit-Remaining": "0"}
    refused = [Fault(status=403, headers=headers) for headers in ({"Retry-After": seconds}, spent)]
    return [*(Fault(status=429, headers=date | headers) for headers in said), *refused, backoff]


def _can_be_stored(text: str) -> bool:
    return "\0" not in text and text == text.encode("utf-8", "replace").decode()


def _http_date(moment: datetime) -> str:
    return moment.strftime("%a, %d %b %Y %H:%M:%S GMT")


@contextmanager
def raises(expected: type[CollectError], what: str) -> Iterator[None]:
    try:
        yield
    except expected:
        return
    raise ContractError(what)


CHECKS: tuple[Callable[[Stage], None], ...] = (
    an_empty_source_yields_one_empty_page,
    a_burst_beyond_the_page_cap_is_read_whole,
    a_crash_after_any_page_loses_nothing,
    a_late_post_is_found,
    posts_of_one_instant_are_all_found,
    a_short_limit_is_waited_out,
    a_long_limit_ends_the_pull_and_keeps_what_is_stored,
    trouble_of_the_server_is_retried_then_left_for_later,
    silence_is_left_for_later,
    a_cut_body_is_left_for_later,
    a_refusal_is_told_and_makes_no_tombstone,
    a_record_of_another_shape_is_put_aside,
    no_null_drops_a_post,
    no_value_of_another_type_drops_a_post,
    any_text_is_kept,
    a_post_from_ahead_of_our_clock_is_not_lost,
    a_post_from_behind_our_clock_is_not_lost,
    an_edit_keeps_the_key,
    only_a_deletion_makes_a_tombstone,
    no_spoilt_value_makes_a_tombstone,
    answers_are_read_to_the_full_depth,
    answers_to_a_post_that_is_gone_are_none_and_no_failure,
    a_page_that_repeats_ends_the_pull,
)
