"""A brand that wants it works the copies of a complaint as one case, and one that does not works each."""

from repwatch import business
from repwatch.wiring import App
from tests.repwatch.installed import START, Installed
from warehouse import queue
from warehouse.tabs import Filters, Tab

LAMP = "My lamp arrived with a cracked shade and your support has not answered for nine days!"


def test_copies_are_gathered_for_the_brands_that_want_it(installed: Installed, app: App) -> None:
    business.put_all(app.desk, {"brand": {"acme": {}, "zenith": {"gather_copies": False}}}, by="test", now=START)
    rows = [
        {"id": f"{brand}-{n}", "text": text, "author": f"{brand}-{n}", "role": "customer", "brand": brand}
        for brand in ("acme", "zenith")
        for n, text in enumerate((LAMP, f"Same here: {LAMP}", f"{LAMP} #fail"))
    ]
    app.import_file(
        installed.write_rows("said.csv", ({"created_at": "2026-03-02T08:00:00Z", **row} for row in rows)), is_live=True
    )
    app.score()

    summary = app.triage()

    assert (summary.opened, summary.gathered) == (6, 2)
    waiting = queue.page(app.desk, tab=Tab.OPEN, me="ann", filters=Filters(), now=START).rows
    assert sorted((row.brand, row.reporters) for row in waiting) == [("acme", 3), *[("zenith", 1)] * 3]
