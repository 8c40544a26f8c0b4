"""Collectors of communities over responses that real servers sent; what is expected was counted by hand."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from collectors import limits, load
from collectors.base import Gone, Known, Page, Record
from collectors.errors import RefusedError, RetryLaterError
from collectors.testing import START, Clock, MemoryRunner, open_http
from tests.collectors.recorded import recorded
from tests.collectors.servers.loopback import Answer
from tests.collectors.servers.scripted import ScriptedServer
from tests.yardstick import RECORDINGS, needs_recordings
from triage.mention import Item, Kind, MentionKey, State, Target

pytestmark = [needs_recordings, pytest.mark.loopback]

X_RECORDED = datetime(2022, 10, 7, 22, 43, 19, tzinfo=UTC)


def pulled(
    collector: str, answers: dict[str, Answer | list[Answer]], *, until: datetime = START, **target: str
) -> tuple[Page, list[Item]]:
    """The first page of a pull, and its items."""
    source = load(collector)
    with (
        ScriptedServer(answers) as server,
        open_http(Clock(), secrets=dict.fromkeys(source.needs, "secret")) as http,
    ):
        options = (("base", server.url), ("history_days", "20000"))
        given = {name: value.format(server=server.url) for name, value in target.items()}
        runner = MemoryRunner(source, Target(id="t", collector=collector, brands=(), options=options, **given))
        page = next(iter(source.pull(http, runner.target, since=None, until=until)))
        for record in page.records:
            runner.store(record)
    assert not runner.quarantine
    return page, list(runner.items.values())


@pytest.mark.parametrize(
    ("name", "reviews", "answers", "languages"),
    [("GetAppReviews_v1_documented", 1, 1, {"en"}), ("appreviews_legacy_shape", 2, 1, {"en", "fr"})],
)
def test_reviews_of_steam_are_read(name: str, reviews: int, answers: int, languages: set[str]) -> None:
    _, items = pulled("steam", {"/IUserReviewsService/GetAppReviews/v1": recorded(f"steam/{name}.json")}, account="440")

    assert sum(item.kind is Kind.REVIEW for item in items) == reviews
    assert sum(item.is_owned for item in items) == answers
    assert {item.lang for item in items if item.lang} == languages
    assert sum(item.state is State.EDITED for item in items) == (name == "GetAppReviews_v1_documented")


def test_the_latest_posts_of_a_discourse_are_read() -> None:
    page, items = pulled("discourse", {"/posts.json": recorded("discourse/posts_latest.json")}, account="{server}")

    assert len(items) == 4
    assert page.overlap_reached is False


@pytest.mark.parametrize(
    ("name", "topic", "posts", "edited", "to_another"),
    # of the four of `topic`, one is a note that a moderator moved it
    [("discourse_posts", 1448, 4, 0, 1), ("topic", 57, 3, 1, 0), ("topic_posts", 57, 1, 0, 0)],
)
def test_a_topic_of_a_discourse_is_read(name: str, topic: int, posts: int, edited: int, to_another: int) -> None:
    source = load("discourse")
    shown = recorded(f"discourse/{name}.json")
    answers = {f"/t/{topic}.json": shown, f"/t/{topic}/posts.json": Answer.json({"post_stream": {"posts": []}})}
    with ScriptedServer(dict(answers)) as server, open_http(Clock()) as http:
        target = Target(id="t", collector="discourse", brands=(), account=server.url)
        known = Known(key=MentionKey(platform="discourse", native_id="x"), note=(("topic", str(topic)),))
        items = [source.map(record) for record in source.answers(http, target, known)]

    assert len(items) == posts
    assert sum(item.state is State.EDITED for item in items) == edited
    assert sum(item.parent_id not in {None, item.root_id} for item in items) == to_another


@pytest.mark.parametrize(
    ("name", "post_id", "state"), [("discourse_post", 2500, State.EDITED), ("post", 11, State.LIVE)]
)
def test_a_post_of_a_discourse_is_read_again(name: str, post_id: int, state: State) -> None:
    source = load("discourse")
    with (
        ScriptedServer({f"/posts/{post_id}.json": recorded(f"discourse/{name}.json")}) as server,
        open_http(Clock()) as http,
    ):
        target = Target(id="t", collector="discourse", brands=(), account=server.url)
        known = Known(key=MentionKey(platform="discourse", native_id="x"), note=(("id", str(post_id)), ("topic", "1")))
        (found,) = source.recheck(http, target, [known])

    assert isinstance(found, Record)
    assert (source.map(found).state, found.noted("id")) == (state, str(post_id))


@pytest.mark.parametrize(
    "name",
    [
        "discourse_topics", "discourse_topics_empty", "discourse_topics_last_posted_at_null", "discourse_topics_pinned",
        "latest", "notifications",
    ],
)  # fmt: skip
def test_other_lists_of_a_discourse_pass_for_no_empty_forum(name: str) -> None:
    with pytest.raises(RefusedError, match="its format has changed"):
        pulled("discourse", {"/posts.json": recorded(f"discourse/{name}.json")}, account="{server}")


def test_a_search_of_another_age_passes_for_no_empty_one() -> None:
    with pytest.raises(RefusedError, match="its format has changed"):
        pulled("discourse", {"/search.json": recorded("discourse/search.json")}, account="{server}", query="topic")


@pytest.mark.parametrize(
    ("name", "comments", "replies", "has_more"),
    [
        ("commentThreads_p1", 5, 0, True),
        ("commentThreads_p2", 5, 0, False),
        ("commentThreads_allThreadsRelatedToChannel", 4, 0, False),
    ],
)
def test_comments_of_youtube_are_read(name: str, comments: int, replies: int, has_more: bool) -> None:
    page, items = pulled("youtube", {"/commentThreads": recorded(f"youtube/{name}.json")}, account="UC")

    assert (len(items), sum(item.kind is Kind.REPLY for item in items)) == (comments, replies)
    assert page.overlap_reached is not has_more


def test_replies_of_youtube_are_read() -> None:
    source = load("youtube")
    thread = "Ugw5zYU6n9pmIgAZWvN4AaABAg"
    answers = [recorded("youtube/comments_by_parent_p1.json"), Answer.json({"items": []})]
    with (
        ScriptedServer({"/comments": answers}) as server,
        open_http(Clock(), secrets=dict.fromkeys(source.needs, "secret")) as http,
    ):
        target = Target(id="t", collector="youtube", brands=(), account="UC", options=(("base", server.url),))
        known = Known(key=MentionKey(platform="youtube", native_id=thread))
        items = [source.map(record) for record in source.answers(http, target, known)]

    assert [(item.parent_id, item.root_id, item.text) for item in items] == [
        (thread, thread, "this is the third reply!"),
        (thread, thread, "this is the second reply!"),
    ]


@pytest.mark.parametrize(("name", "place"), [("search_p1", "CBkQAA"), ("search_p2", "CDIQAA")])
def test_videos_that_a_search_of_youtube_finds_are_read(name: str, place: str) -> None:
    answer = recorded(f"youtube/{name}.json")
    hits = json.loads(answer.body)["items"]
    videos = [{"id": hit["id"]["videoId"], "snippet": hit["snippet"]} for hit in hits]
    page, items = pulled("youtube", {"/search": answer, "/videos": Answer.json({"items": videos})}, query="surf")

    assert len(items) == 25
    assert json.loads(page.cursor or "")["place"] == place


@pytest.mark.parametrize(
    ("name", "questions", "edited"),
    [
        ("search_advanced", 10, 4),
        # both entries of these are one question, numbered so by those who recorded them
        ("stackexchange_question_page", 1, 0),
        ("stackexchange_question_page_2", 1, 0),
        ("stackexchange_question_backoff_page", 1, 0),
    ],
)
def test_questions_of_stack_exchange_are_read(name: str, questions: int, edited: int) -> None:
    _, items = pulled(
        "stackexchange",
        {"/search/advanced": recorded(f"stackexchange/{name}.json")},
        account="stackoverflow",
        query="ruby",
    )

    assert len(items) == questions
    assert sum(item.state is State.EDITED for item in items) == edited
    assert all(item.author_id for item in items)


def test_an_error_of_stack_exchange_is_named() -> None:
    with pytest.raises(RefusedError, match="bad_parameter"):
        pulled(
            "stackexchange",
            {"/search/advanced": recorded("stackexchange/error_400.json")},
            account="stackoverflow",
            query="ruby",
        )


def test_a_search_of_github_is_read() -> None:
    page, items = pulled("github", {"/search/issues": recorded("github_search/search_issues.json")}, query="compile")

    assert len(items) == 3
    assert {item.kind for item in items} == {Kind.MENTION}
    assert page.overlap_reached is False


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("rate_limit_exceeded", RetryLaterError),
        ("retry_5xx", RetryLaterError),
        ("abuse_rate_limit_body", RefusedError),
        ("rate_limit", RefusedError),
        ("repo_search_issues", RefusedError),
    ],
)
def test_what_github_answers_instead_of_a_search_says_what_to_do(name: str, expected: type[Exception]) -> None:
    answer = recorded(f"github_search/{name}.json")
    meta = json.loads((RECORDINGS / f"github_search/{name}.meta.json").read_text())
    wait = {key: value for key, value in meta.get("headers", {}).items() if key == "retry-after"}
    with pytest.raises(expected):
        pulled("github", {"/search/issues": replace(answer, headers=wait)}, query="compile")


def test_comments_of_lemmy_are_read() -> None:
    parent = {"comment_view": {"comment": {"id": 11, "ap_id": "https://remote.example/comment/11"}}}
    answers = {"/api/v3/search": recorded("lemmy/comment_search_v3_shape.json"), "/api/v3/comment": Answer.json(parent)}
    _, (item,) = pulled("lemmy", dict(answers), account="{server}", query="x")

    assert (item.native_id, item.parent_id, item.root_id) == (
        "https://remote.example/comment/12",
        "https://remote.example/comment/11",
        "https://remote.example/post/100",
    )
    assert (item.state, item.likes, item.author_id) == (State.EDITED, 2, "https://remote.example/u/sam")


def test_a_comment_of_the_next_lemmy_is_read() -> None:
    comment = json.loads(recorded("lemmy/comment_v4_shape.json").body)
    body = json.dumps({"comment": comment}).encode()
    item = load("lemmy").map(Record(body=body, content_type="", seen_at=START, note=(("part", "comment"),)))

    assert (item.native_id, item.state, item.likes) == ("https://remote.example/comment/12", State.EDITED, 2)


@pytest.mark.parametrize(
    ("name", "path", "query", "posts", "comments", "edited"),
    [
        ("subreddit_new", "/r/x/new", "", 6, 0, 0),
        ("subreddit_comments", "/r/x/new", "", 0, 6, 0),
        ("new_before_cursor", "/r/x/new", "", 4, 0, 0),
        ("inbox_comment_replies", "/r/x/new", "", 0, 4, 0),
        ("inbox_mentions", "/r/x/new", "", 0, 4, 0),
        ("search", "/r/x/search", "praw", 5, 0, 3),
        ("comments_before_cursor_empty", "/r/x/search", "praw", 0, 0, 0),
    ],
)
def test_lists_of_reddit_are_read(name: str, path: str, query: str, posts: int, comments: int, edited: int) -> None:
    answers = {"/api/v1/access_token": recorded("reddit/oauth_token.json"), path: recorded(f"reddit/{name}.json")}
    _, items = pulled("reddit", dict(answers), account="r/x", query=query)

    assert sum(item.kind is Kind.MENTION for item in items) == posts
    assert sum(item.kind is Kind.REPLY for item in items) == comments
    assert sum(item.state is State.EDITED for item in items) == edited


def reddit_answers(post: str, link: str, thread: str, info: str = "comment_removed_info") -> list[Item | Gone]:
    """What is below a post, or with `info` what became of it."""
    source = load("reddit")
    answers = {
        "/api/v1/access_token": recorded("reddit/oauth_token.json"),
        "/api/info": recorded(f"reddit/{info}.json"),
        f"/comments/{link}": recorded(f"reddit/{thread}.json"),
    }
    with (
        ScriptedServer(dict(answers)) as server,
        open_http(Clock(), secrets=dict.fromkeys(source.needs, "secret")) as http,
    ):
        target = Target(id="t", collector="reddit", brands=(), account="x", options=(("base", server.url),))
        known = Known(key=MentionKey(platform="reddit", native_id=post))
        if post.startswith("t1_"):
            return [one for one in source.recheck(http, target, [known]) if isinstance(one, Gone)]
        return [source.map(record) for record in source.answers(http, target, known)]


@pytest.mark.parametrize(
    ("post", "link", "thread", "below"),
    [
        (
            "t3_2gmzqe",
            "2gmzqe",
            "submission_with_comments",
            [("t1_cklfmye", "t3_2gmzqe"), ("t1_cklhv0f", "t1_cklfmye")],
        ),
        ("t3_6vx01b", "6vx01b", "submission_with_ratelimit_headers", []),
        ("t3_52o2fl", "52o2fl", "comment_deleted_thread", []),
    ],
)
def test_threads_of_reddit_are_read(post: str, link: str, thread: str, below: list[tuple[str, str]]) -> None:
    found = reddit_answers(post, link, thread)

    assert [(item.native_id, item.parent_id) for item in found if isinstance(item, Item)] == below


@pytest.mark.parametrize(
    ("post", "link", "info", "state"),
    [
        ("t1_d7ltvl0", "52o2fl", "comment_deleted_info", State.DELETED),
        ("t1_dma3mi5", "6wmniq", "comment_removed_info", State.REMOVED),
    ],
)
def test_what_is_gone_from_reddit_is_seen(post: str, link: str, info: str, state: State) -> None:
    (gone,) = reddit_answers(post, link, "comment_deleted_thread", info)

    assert gone.state is state


def test_the_limit_that_reddit_sent_is_read_in_seconds_left() -> None:
    meta = json.loads((RECORDINGS / "reddit/submission_with_ratelimit_headers.meta.json").read_text())

    assert limits.asked_wait(meta["headers"], b"", now=START) == timedelta(seconds=259)
    assert not limits.is_spent(meta["headers"])


@pytest.mark.parametrize(
    ("name", "path", "target", "newest"),
    [
        ("search_recent", "/tweets/search/recent", {"query": "Tweepy"}, "1578516068309794817"),
        ("users_mentions", "/users/783214/mentions", {"account": "783214"}, "1578516295611748353"),
    ],
)
def test_posts_of_x_are_read(name: str, path: str, target: dict[str, str], newest: str) -> None:
    page, items = pulled("x", {path: recorded(f"x_v2/{name}.json")}, until=X_RECORDED, **target)

    assert len(items) == 10
    assert newest in {item.native_id for item in items}
    assert page.overlap_reached is False


def test_posts_of_x_are_looked_up() -> None:
    source = load("x")
    with (
        ScriptedServer({"/tweets": recorded("x_v2/tweets_lookup.json")}) as server,
        open_http(Clock(), secrets=dict.fromkeys(source.needs, "secret")) as http,
    ):
        target = Target(id="t", collector="x", brands=(), query="x", options=(("base", server.url),))
        known = [Known(key=MentionKey(platform="x", native_id="1293593516040269825"))]
        found = [source.map(one) for one in source.recheck(http, target, known) if isinstance(one, Record)]

    assert [item.native_id for item in found] == ["1293593516040269825", "1293595870563381249"]
    assert {item.state for item in found} == {State.LIVE}


def test_the_limit_that_x_sent_is_read_as_an_epoch() -> None:
    meta = json.loads((RECORDINGS / "x_v2/search_recent.meta.json").read_text())

    wait = limits.asked_wait(meta["headers"], b"", now=X_RECORDED)

    assert wait is not None
    assert timedelta(minutes=10) < wait < timedelta(minutes=15)
