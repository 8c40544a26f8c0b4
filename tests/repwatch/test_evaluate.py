"""An evaluation tells each label's figures with vaderSentiment's beside them, and nothing where no label is."""

import csv
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from repwatch.bench_score import bench, reviews, tweets
from repwatch.evaluate import as_table, evaluate


def write(path: Path, rows: list[dict[str, str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as lines:
        table = csv.DictWriter(lines, fieldnames=list(rows[0]))
        table.writeheader()
        table.writerows(rows)
    return path


@pytest.fixture
def labelled(tmp_path: Path) -> Path:
    rows = [
        ("My parcel never arrived and nobody answers", "1", "negative", "1"),
        ("L'appareil ne marche plus, je suis déçue", "1", "negative", "2"),
        ("Lovely scarf, thank you so much", "0", "positive", "5"),
        ("Très belle boutique, merci beaucoup", "0", "positive", ""),
        ("Walking past the shop on Monday", "0", "neutral", ""),
    ]
    names = ("text", "label_complaint", "label_sentiment", "stars")
    listed = [dict(zip(names, row, strict=True), lang="fr" if "è" in row[0] or "ç" in row[0] else "en") for row in rows]
    listed[1]["lang"] = "fr"
    return write(tmp_path / "labelled.csv", listed)


@pytest.mark.parametrize(
    "content",
    [
        "text,label_complaint,label_sentiment,stars\nIt broke,1.0,Negative,nan\nThanks!,0.0,POSITIVE,10\n,nan,nan,x\n",
        "\ufeffText;Label_Complaint;label_sentiment\nIt broke;1;negative\nThanks!;0;positive\n",
        """
{"text": "It broke", "label_complaint": true, "label_sentiment": "negative", "stars": null}
{"text": "Thanks!", "label_complaint": 0, "label_sentiment": "positive", "tags": [1]}
{"text": null}
{bad
""",
    ],
)
def test_labels_are_read_as_an_import_reads_a_file(tmp_path: Path, content: str) -> None:
    path = tmp_path / "labelled.txt"
    path.write_text(content, encoding="utf-8")

    told = evaluate([path])["files"][0]

    complaint, sentiment = told["complaint"], told["sentiment"]
    assert isinstance(complaint, dict)
    assert isinstance(sentiment, dict)
    assert (complaint["n"], complaint["prevalence"], complaint["roc_auc"]) == (2, 0.5, 1.0)
    assert (sentiment["n"], sentiment["accuracy"]) == (2, 1.0)


def test_each_label_has_its_figures_and_vaders(labelled: Path) -> None:
    seen: list[Path] = []

    told = evaluate([labelled], progress=seen.append)["files"][0]

    complaint, sentiment = told["complaint"], told["sentiment"]
    assert isinstance(complaint, dict)
    assert isinstance(sentiment, dict)
    assert complaint["n"] == 5
    assert complaint["prevalence"] == pytest.approx(2 / 5)
    assert complaint["roc_auc"] == pytest.approx(1.0)
    assert complaint["precision_at_100"] == pytest.approx(2 / 5)
    assert complaint["vader"].keys() == complaint.keys() - {"n", "prevalence", "calibration", "vader"}
    assert sentiment["accuracy"] >= sentiment["vader"]["accuracy"]
    assert told["language"] == {"n": 5, "undetermined": 0, "accuracy": 1.0}
    assert seen == [labelled]


def test_figures_are_told_by_columns_too(labelled: Path) -> None:
    told = evaluate([labelled], by=["lang"])["files"][0]

    groups = told["by"]
    assert isinstance(groups, list)
    assert [(group["lang"], group["n"]) for group in groups] == [("en", 3), ("fr", 2)]
    assert sum(group["n"] for group in groups) == told["n"]


def test_a_column_that_is_not_there_is_refused_with_those_that_are(labelled: Path) -> None:
    with pytest.raises(ValueError, match="no column `colour` to tell figures by; it has text, label_complaint"):
        evaluate([labelled], by=["colour"])


def test_a_file_without_labels_has_no_figures(tmp_path: Path) -> None:
    path = write(tmp_path / "plain.csv", [{"text": "hello there", "stars": ""}])

    assert evaluate([path]) == {
        "files": [{"file": str(path), "n": 1, "complaint": None, "sentiment": None, "language": None}]
    }


def test_a_file_without_texts_is_refused_with_what_to_do(tmp_path: Path) -> None:
    path = write(tmp_path / "other.csv", [{"id": "1"}])

    with pytest.raises(ValueError, match=r"has no column text.*Say which column is which"):
        evaluate([path])


def test_the_table_shows_both_and_a_dash_where_nothing_is_labelled(labelled: Path, tmp_path: Path) -> None:
    plain = write(tmp_path / "plain.csv", [{"text": "hello"}])
    console = Console(width=200, record=True, file=StringIO())

    console.print(as_table(evaluate([labelled, plain])))

    shown = console.export_text()
    assert "1.000 (" in shown
    assert shown.splitlines()[-2].count(" - ") == 7


def test_a_bench_gives_ratios_on_invented_texts() -> None:
    told = bench(10, longest_words=200)

    assert told["tweets"] == 10
    assert told["sentiment_tweets_ratio"] > 0
    assert told["scorer_tweets_per_second"] > 0
    assert len(set(tweets(50))) == 50
    assert len(reviews(1)[0].split()) > 120


def test_a_bench_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 1 text"):
        bench(0)
