"""A post that concerns a second brand later is judged for that brand too."""

from repwatch.wiring import App
from tests.repwatch.installed import START, Installed
from warehouse import read

ROW = {
    "id": "1",
    "text": "My order never came and nobody answers!",
    "author": "a",
    "role": "customer",
    "created_at": "2026-03-02T01:00:00Z",
}


def test_a_post_found_for_another_brand_later_is_counted_and_opened_for_it(installed: Installed, app: App) -> None:
    opened = []
    for brand in ("acme", "beta"):
        app.import_file(installed.write_rows(f"{brand}.csv", [ROW]), brand=brand, is_live=True)
        app.score()
        opened.append(app.triage().opened)
        app.build()

    assert opened == [1, 1]
    assert {row.brand: row.all.n for row in read.coverage(app.lake, as_of=START)} == {"acme": 1, "beta": 1}
