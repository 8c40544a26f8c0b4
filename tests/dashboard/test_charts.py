"""Charts write numbers as the language of the page does."""

import pytest

from dashboard.charts import topic_bars
from dashboard.words import Words


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_charts_write_numbers_as_the_page_does(lang: str) -> None:
    words = Words(lang)

    numbers = topic_bars([], t=words).to_dict()["config"].get("locale", {}).get("number", {})

    thousands, decimal = numbers.get("thousands", ","), numbers.get("decimal", ".")
    assert words.number(1234.5, digits=1) == f"1{thousands}234{decimal}5"
