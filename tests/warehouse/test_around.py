"""What cases ask of the lake is read for many at once, and is for each what it would be alone."""

from datetime import timedelta

from tests.warehouse.stores import NOW, Stores, post
from triage.mention import MentionKey
from warehouse import around


def key(native_id: str) -> MentionKey:
    return MentionKey(platform="forum", native_id=native_id)


def test_each_post_has_its_own_conversation_though_two_share_one(stores: Stores) -> None:
    stores.load(
        post("1", text="Late"),
        post("2", text="Sorry", parent_id="1", root_id="1", created_at=NOW + timedelta(minutes=1)),
        post("3", text="Broken"),
    )

    told = around.threads(stores.lake, [key("1"), key("2"), key("3"), key("gone")])

    assert {asked.native_id: [said.text for said in posts] for asked, posts in told.items()} == {
        "1": ["Late", "Sorry"],
        "2": ["Late", "Sorry"],
        "3": ["Broken"],
        "gone": [],
    }


def test_each_account_has_its_newest_posts_and_nobody_elses(stores: Stores) -> None:
    stores.load(
        *(post(f"{n}", author_id="zoe", created_at=NOW - timedelta(hours=n)) for n in range(4)),
        post("9", author_id="al"),
    )

    told = around.author_histories(stores.lake, [("forum", "zoe"), ("forum", "al"), ("other", "zoe")], limit=2)

    assert {name: [said.key.native_id for said in posts] for name, posts in told.items()} == {
        ("forum", "zoe"): ["0", "1"],
        ("forum", "al"): ["9"],
        ("other", "zoe"): [],
    }


def test_a_post_without_a_score_is_left_out(stores: Stores) -> None:
    stores.load(post("1"))

    assert around.scores_of(stores.lake, [key("1")]) == {}
