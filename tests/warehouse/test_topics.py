from typing import Any

import pytest

from tests.warehouse.stores import Stores
from warehouse import read

ROWS = """
insert into marts.sentiment_day values
  (date '2026-03-02', 'acme', 'steam', 'en', 'delivery', 5, 3, 1, 1, 3),
  (date '2026-03-02', 'acme', 'reddit', 'fr', 'billing', 2, 2, 0, 0, 2),
  (date '2026-03-03', 'birch', 'steam', 'fr', 'delivery', 1, 0, 1, 0, 0)
"""


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, {"delivery": 6, "billing": 2}),
        ({"brand": "acme"}, {"delivery": 5, "billing": 2}),
        ({"platform": "steam"}, {"delivery": 6}),
        ({"lang": "fr"}, {"billing": 2, "delivery": 1}),
        ({"platform": "steam", "lang": "fr"}, {"delivery": 1}),
    ],
)
def test_topics_count_what_the_filters_name(stores: Stores, filters: dict[str, Any], expected: dict[str, int]) -> None:
    stores.lake.transaction(lambda cursor: cursor.execute(ROWS) and None)

    assert {topic.topic: topic.n for topic in read.topics(stores.lake, **filters)} == expected
