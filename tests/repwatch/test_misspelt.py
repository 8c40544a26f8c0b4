"""A brand that a target misspells is told of: its posts would be counted for nobody."""

import pytest

from repwatch.doctor import misspelt
from triage.mention import Target


@pytest.mark.parametrize(
    ("named", "told"),
    [
        (("acme",), []),
        (("acem",), ["brand acem"]),
        (("acme", "acmee"), ["brand acmee"]),
        (("another one",), []),
    ],
)
def test_a_brand_that_is_nearly_called_as_another_is_told(named: tuple[str, ...], told: list[str]) -> None:
    target = Target(id="news", collector="feeds", brands=named)

    found = misspelt([target], brands={"acme", "maple-finch"})

    assert [finding.what for finding in found] == told
    assert all("did you mean acme?" in finding.said for finding in found)
