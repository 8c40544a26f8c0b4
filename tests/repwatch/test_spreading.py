from datetime import timedelta

from repwatch.spreading import carried, hours_around
from repwatch.wiring import App
from tests.repwatch.test_rushes import NOON, crowd, look, posted, read_until
from triage.spikes import HOUR, SpikeRules


def test_incident_stands_among_its_hours_and_those_not_read_say_so(app: App) -> None:
    posted(app, [*crowd(NOON - 5 * HOUR, 1), *crowd(NOON)])
    read_until(app, NOON + HOUR)
    [one] = look(app, now=NOON + HOUR + timedelta(minutes=7))

    hours = hours_around(app.lake, one, rules=SpikeRules(), now=NOON + 3 * HOUR)

    by_hour = {int((hour.at - NOON) / HOUR): hour for hour in hours}
    assert list(by_hour) == list(range(-24, 3))
    assert [place for place, hour in by_hour.items() if hour.is_in] == [0]
    assert (by_hour[0].posts, by_hour[0].usual, by_hour[0].high, by_hour[0].opens) == (9, 0.0, 2.0, 5.0)
    assert [place for place, hour in by_hour.items() if hour.posts] == [-5, 0]
    assert [place for place, hour in by_hour.items() if not hour.is_whole] == [1, 2]
    assert by_hour[2].usual is None


def test_posts_that_carry_an_incident_come_furthest_first(app: App) -> None:
    posted(app, crowd(NOON))
    read_until(app, NOON + HOUR)
    [one] = look(app, now=NOON + 2 * HOUR)

    posts = carried(app.lake, one, now=NOON + 5 * HOUR)

    weights = [post.amplification for post in posts]
    assert len(posts) == one.posts
    assert weights == sorted(weights, reverse=True)
    assert {(post.followers, post.interactions) for post in posts} == {(100, 3)}
    assert posts[0].posted_at == max(post.posted_at for post in posts)
