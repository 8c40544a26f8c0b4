import pytest

from repwatch.names import person


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (" Lee ", "Lee"),
        ("Zoë O'Neil-Roy", "Zoë O'Neil-Roy"),
        ("", ""),
        ("<b>x", ""),
        ("![](http://x)", ""),
        ("lee+care@shop.example", "lee+care@shop.example"),
        ("a" * 81, ""),
        ("RepWatch", ""),
    ],
)
def test_name_in_the_record_is_a_plain_name(text: str, expected: str) -> None:
    assert person(text) == expected
