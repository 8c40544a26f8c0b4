"""A catalog that cannot be reached is told of without its password."""

from pathlib import Path

import pytest

from tests.servers.processes import free_port
from warehouse.errors import DOWN, reason
from warehouse.lake import Lake


@pytest.mark.loopback
@pytest.mark.parametrize(
    "address",
    [
        "host=127.0.0.1 port={port} user=x password=hush-hush dbname=x",
        "host=127.0.0.1 port={port} user=x password='hush \\' hush' dbname=x",
        "host=127.0.0.1 port={port} user=x password=hush''hush dbname=x",
        "postgresql://x:hush@127.0.0.1:{port}/x",
    ],
)
def test_a_catalog_that_is_away_keeps_its_password(tmp_path: Path, address: str) -> None:
    lake = Lake(catalog=f"postgres:{address.format(port=free_port())}", data_path=f"{tmp_path}/")

    with pytest.raises(DOWN) as caught:
        lake.query("select 1")

    assert "hush" not in str(caught.value)
    assert "…" in reason(caught.value)
