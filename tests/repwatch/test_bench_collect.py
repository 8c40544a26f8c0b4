"""The bench of collecting stores what the site shows, once, and gives ratios."""

import pytest

from repwatch.bench_collect import bench


@pytest.mark.loopback
def test_all_posts_of_the_site_are_stored_once() -> None:
    told = bench(posts=120, page=25)

    assert told["stored_once"] == told["posts"] == 120
    assert told["pages"] >= 5
    assert 0 < told["share_not_waiting_for_http"] < 1
    assert told["posts_per_second_without_http"] > told["posts_per_second"] > 0


@pytest.mark.parametrize(("posts", "page"), [(0, 0), (10, 0), (10, 11)])
def test_a_bench_of_nothing_is_refused(posts: int, page: int) -> None:
    with pytest.raises(ValueError, match="at least 1 post"):
        bench(posts=posts, page=page)
