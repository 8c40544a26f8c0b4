"""Every source keeps every promise of the contract, against a real server of its shape."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

import pytest

from collectors import load, ours
from collectors.promises import CHECKS
from collectors.testing import Stage, run
from tests.collectors.promised import NO_SERVER


@pytest.mark.loopback
@pytest.mark.parametrize("name", [name for name in ours() if name not in NO_SERVER])
@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_a_source_keeps_its_promises(check: Callable[[Stage], None], name: str) -> None:
    world: Any = import_module(f"tests.collectors.servers.{name}").WORLD

    with world() as started:
        why_not = run(check, started)

    if why_not:
        pytest.skip(why_not)


@pytest.mark.parametrize("name", ours())
def test_a_source_says_what_it_is(name: str) -> None:
    source = load(name)

    assert source.name == name
    assert source.platform
    assert source.overlap.total_seconds() >= 0
    assert all(need.isupper() for need in source.needs)
