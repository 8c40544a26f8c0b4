"""Charts write numbers as the language of the page does, and no head of theirs is cut on a phone."""

import pytest

from dashboard.charts import topic_bars
from dashboard.words import Words


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_charts_write_numbers_as_the_page_does(lang: str) -> None:
    words = Words(lang)

    numbers = topic_bars([], t=words).to_dict()["config"].get("locale", {}).get("number", {})

    thousands, decimal = numbers.get("thousands", ","), numbers.get("decimal", ".")
    assert words.number(1234.5, digits=1) == f"1{thousands}234{decimal}5"


@pytest.mark.parametrize(
    ("head", "lines"),
    [
        ("Maple & Finch · Facturation", ["Maple & Finch · Facturation"]),
        (
            "du ven. 13 nov. au dim. 15 nov. 2026 · n = 17 dedans, 1 autour",
            ["du ven. 13 nov. au dim. 15 nov. 2026", "n = 17 dedans, 1 autour"],
        ),
        (
            f"{'Brand ' * 12}· All sources",
            ["Brand Brand Brand Brand Brand Brand Brand Brand Brand", "Brand Brand Brand · All sources"],
        ),
        ("of one\nof another", ["of one", "of another"]),
    ],
)
def test_head_of_a_chart_is_broken_where_a_phone_ends_and_never_cut(head: str, lines: list[str]) -> None:
    title = topic_bars([], t=Words("fr"), head=head).to_dict()["title"]

    assert title["text"] == lines
    assert title["limit"] > 1_000
