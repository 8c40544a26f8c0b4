"""Invented posts are the same everywhere, and none of them is anybody's."""

import re
from collections import Counter

from scoring.invented import invented
from scoring.phrases import LISTED

POSTS = list(invented())


def test_the_same_posts_are_dealt_each_time() -> None:
    assert list(invented()) == POSTS


def test_every_kind_is_dealt_in_both_languages() -> None:
    kinds = {lang: {post.kind for post in POSTS if post.lang == lang} for lang in LISTED}

    assert kinds["en"] == kinds["fr"]
    assert {"complaint", "question", "request", "praise", "chatter", "reply"} <= kinds["en"]


def test_every_choice_and_name_in_a_line_is_filled_in() -> None:
    assert not [post.text for post in POSTS if {"{", "}", "|"} & set(post.text)]


def test_a_post_is_of_one_kind_alone() -> None:
    kinds = Counter(text for text, _ in {(post.text, post.sentiment) for post in POSTS})

    assert [text for text, n in kinds.items() if n > 1] == []


def test_no_post_names_a_handle_that_somebody_may_have() -> None:
    handles = {handle for post in POSTS for handle in re.findall(r"@\w+:?", post.text)}

    assert handles <= {"@brand", "@friend", "@other", "@someone:", "@x", "@marque", "@ami"}
