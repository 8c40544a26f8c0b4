"""Whatever a source may send one day, mapping it gives an item or says that it is a bad record."""

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from functools import cache
from importlib import import_module
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors import load, ours
from collectors.base import Record
from collectors.errors import BadRecordError
from collectors.fields import decode, encode
from collectors.spoiling import changed, places
from collectors.testing import START, Clock, open_http

# feeds are XML, which its own parser makes some value of
_OF_ANOTHER_SHAPE = {"demo", "feeds", "file"}
_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.integers(10**11, 10**30) | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=4), inner, max_size=2),
    max_leaves=4,
)


@cache
def records(name: str) -> tuple[Record, ...]:
    """A post and what is below it, as a pull and its answers tell them."""
    world_class: Any = import_module(f"tests.collectors.servers.{name}").WORLD
    with world_class() as world, open_http(Clock(), secrets=world.secrets) as http:
        post = world.publish(text="Late", at=START - timedelta(hours=2))
        if world.has_threads:
            world.publish(text="Mine too", at=START - timedelta(hours=1), parent=post)
        world.edit(post, text="Very late", at=START - timedelta(minutes=1))
        pages = world.source.pull(http, world.target, since=None, until=START)
        return tuple(record for page in pages for record in page.records)


@pytest.mark.loopback
@pytest.mark.parametrize("name", sorted(set(ours()) - _OF_ANOTHER_SHAPE))
@given(data=st.data())
def test_mapping_never_fails_in_another_way(name: str, data: st.DataObject) -> None:
    record = data.draw(st.sampled_from(records(name)))
    body = decode(record.body)
    spoilt = changed(body, data.draw(st.sampled_from(list(places(body)))), data.draw(_VALUES))

    with suppress(BadRecordError):
        item = load(name).map(replace(record, body=encode(spoilt)))
        assert item.platform == load(name).platform
