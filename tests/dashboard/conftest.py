"""A home that several pages are looked at in; whoever changes its settings puts them back."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

import pytest
from streamlit.components.v2 import manifest_scanner

from repwatch import business, clock
from repwatch.wiring import App
from tests.dashboard.cases import BRAND
from tests.servers.places import template

SAID = "My parcel {} was never delivered, the courier lost it"
DIT = "Mon colis {} n'est jamais arrivé, livraison perdue"


@pytest.fixture(scope="session", autouse=True)
def _packages_are_looked_through_once() -> Iterator[None]:
    """Every AppTest would read what each installed package says of itself, which takes longer than a page."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests))
        yield


@pytest.fixture(scope="session")
def complained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with thirty complaints of one kind in two languages."""
    home = tmp_path_factory.mktemp("complained")
    now = clock.now()
    app = App.open(template().copied_to(home).settings, now=now)
    business.seed(app.desk, with_demo=False, now=now)
    app.import_file(_posts(home / "posts.jsonl", now=now), brand=BRAND)
    app.score()
    app.triage()
    app.build()
    app.close()
    return home


def _posts(path: Path, *, now: datetime) -> Path:
    rows = [
        {
            "id": f"q{n}",
            "text": (SAID if n % 2 else DIT).format(n),
            "created_at": (now - timedelta(days=2 + n)).isoformat(),
            "author": f"c{n}",
            "role": "customer",
            "brand": BRAND,
        }
        for n in range(30)
    ]
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return path
