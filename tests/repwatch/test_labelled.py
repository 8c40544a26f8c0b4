"""Labelled files are read as an import reads them, whatever spelt their labels, and tell what was not understood."""

from pathlib import Path

import pytest

from repwatch.labelled import read_labelled

_COMMA = "text,label_complaint,label_sentiment,stars\nIt broke,1.0,Negative,nan\nThanks!,0.0,POSITIVE,5\n"
_SEMICOLON = "\ufeffText;Label_Complaint;label_sentiment;Stars\nIt broke;oui;neg;\nThanks!;non;positif;5.0\n"
_TAB = "stars\tlabel_sentiment\tlabel_complaint\ttext\n\tnégatif\tTrue\tIt broke\n5\tpos\tFALSE\tThanks!\n"
_LINES = """
{"Text": "It broke", "label_complaint": true, "label_sentiment": "negative", "stars": null}
{"Text": "Thanks!", "label_complaint": 0, "label_sentiment": "positive", "stars": 5, "tags": [1]}
"""
_IN_OTHER_WORDS = "Comment;Angry?;Mood;Stars\nIt broke;yes;neg;\nThanks!;no;pos;5\n"
_OF_TEN = "text,label_complaint,label_sentiment,stars\nIt broke,yes,neg,\nThanks!,no,pos,10\n"


@pytest.mark.parametrize("content", [_COMMA, _SEMICOLON, _TAB, _LINES, _OF_TEN])
def test_the_same_labels_are_read_from_any_kind_of_file(tmp_path: Path, content: str) -> None:
    path = tmp_path / "own.txt"
    path.write_text(content, encoding="utf-8")

    read = read_labelled(path)

    told = [(row["text"], row["label_complaint"], row["label_sentiment"], row["stars"]) for row in read.rows]
    assert told == [("It broke", "1", "negative", ""), ("Thanks!", "0", "positive", "5")]
    assert not [*read.unread, *read.unclear]


def test_columns_may_bear_other_names(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text(_IN_OTHER_WORDS, encoding="utf-8")
    names = ("text=Comment", "label_complaint=Angry?", "label_sentiment=mood")

    read = read_labelled(path, columns=names)

    assert [(row["text"], row["label_complaint"], row["label_sentiment"]) for row in read.rows] == [
        ("It broke", "1", "negative"),
        ("Thanks!", "0", "positive"),
    ]
    with pytest.raises(ValueError, match=r"on the left stands one of .*label_complaint"):
        read_labelled(path, columns=["mood=Angry?"])
    with pytest.raises(ValueError, match=r"has no column text.*it looks like --column text="):
        read_labelled(path)


def test_what_is_not_understood_is_told_by_its_row_and_teaches_nothing(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text(
        "text,label_complaint,label_sentiment,stars,role\n"
        "It broke,maybe,,x,robot\nThanks!,0,joyful,99,\nshort\nHello,0,irrelevant,,customer\n",
        encoding="utf-8",
    )

    read = read_labelled(path)

    assert (read.unread, read.unclear) == ([4], [2, 3])
    assert [(row["label_complaint"], row["stars"], row["role"]) for row in read.rows] == [
        ("", "", ""),
        ("0", "", ""),
        ("0", "", "customer"),
    ]


def test_one_slip_of_the_pen_moves_no_other_rating(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text("text,stars\n" + "".join(f"Fine {n},5\n" for n in range(99)) + "Good,7\n", encoding="utf-8")

    read = read_labelled(path)

    assert {row["stars"] for row in read.rows[:-1]} == {"5"}
    assert (read.rows[-1]["stars"], read.unclear) == ("", [101])


def test_a_file_without_texts_is_refused_with_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text("id\n1\n", encoding="utf-8")

    with pytest.raises(ValueError, match=r"has no column text.*Say which column is which"):
        read_labelled(path)
