"""A file without a brand column, imported for one brand: its company rows are that brand's answers."""

from pathlib import Path

from repwatch.wiring import App
from warehouse import read

ROWS = """id,text,created_at,parent_id,author,role
p1,My parcel never came and nobody answers,2026-01-05T09:00:00Z,,ann,customer
p2,So sorry Ann. We send a new one today.,2026-01-05T09:30:00Z,p1,acme_care,company
p3,Charged twice for one order,2026-01-05T10:00:00Z,,bob,customer
"""


def test_the_brand_of_an_import_speaks_through_its_company_rows(app: App, tmp_path: Path) -> None:
    history = tmp_path / "history.csv"
    history.write_text(ROWS, encoding="utf-8")

    app.import_file(history, brand="acme")
    app.score()
    app.triage()
    (figures,) = read.coverage(app.lake, as_of=app.now(), brand="acme")

    assert (figures.all.n, figures.all.answered, figures.all.median_seconds) == (2, 1, 1800)
    behind = read.posts_behind(app.lake, as_of=app.now(), brand="acme", answer_state="answered")
    assert [post.key.native_id for post in behind] == ["p1"]
