"""Complaints about one matter are one issue in both languages, the same on every run, and named in both."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from scoring import issues
from scoring.agreement import adjusted_rand
from scoring.issue_terms import concepts
from scoring.issues import Complaint, group, likeness
from scoring.linkage import average_linkage
from scoring.phrases import book_of
from tests.scoring.invented_issues import index, parts

SAID = [
    ("en", "The battery is empty after two hours since the update"),
    ("fr", "La batterie ne tient plus deux heures depuis la mise à jour"),
    ("en", "Terrible battery drain, my phone dies by noon"),
    ("fr", "Autonomie catastrophique, la batterie se vide toute seule"),
    ("en", "Still waiting for my refund after three weeks"),
    ("fr", "Toujours pas de remboursement après trois semaines"),
    ("en", "Where is my refund? I returned it a month ago"),
    ("fr", "Aucun remboursement malgré mon retour en magasin"),
    ("en", "Lovely colours on the autumn posters"),
]
COMPLAINTS = [Complaint(key=str(place), text=text, lang=lang) for place, (lang, text) in enumerate(SAID)]


def test_one_matter_in_two_languages_is_one_issue() -> None:
    found = group(COMPLAINTS)

    assert [set(issue.members) for issue in found] == [{0, 1, 2, 3}, {4, 5, 6, 7}]
    assert [issue.name_en.split(",")[0] for issue in found] == ["battery", "refunds"]
    assert [issue.name_fr.split(",")[0] for issue in found] == ["batterie", "remboursements"]


@pytest.mark.parametrize(
    ("name", "least"),
    [
        pytest.param("issues", 0.70, id="trades that the concepts were widened for"),
        pytest.param("issues_fresh", 0.20, id="trades that came afterwards"),
    ],
)
def test_complaints_of_other_trades_are_sorted_no_worse_than_was_measured(name: str, least: float) -> None:
    found = [index(part) for part in parts(name).values()]

    assert sum(found) / len(found) >= least


def test_an_issue_is_known_again_among_other_complaints() -> None:
    battery, refunds = group(COMPLAINTS)
    later = Complaint(key="later", text="New battery trouble: it drains overnight", lang="en")

    again = group([later, *COMPLAINTS[:4]])

    [issue] = again
    assert likeness(issue.signature, battery.signature) >= issues.SAME
    assert likeness(issue.signature, refunds.signature) < issues.SAME


def test_complaints_beyond_the_sample_join_what_they_are_like(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(issues, "SAMPLE", 8)
    many = [Complaint(key=f"{copy} {one.key}", text=one.text, lang=one.lang) for copy in range(5) for one in COMPLAINTS]

    found = group(many)

    about = [{many[place].text for place in issue.members} for issue in found]
    assert all("battery" not in text or "refund" not in " ".join(texts) for texts in about for text in texts)
    assert sum(len(issue.members) for issue in found) > 8


@pytest.mark.parametrize("complaints", [[], COMPLAINTS[:2]])
def test_what_does_not_recur_is_no_issue(complaints: list[Complaint]) -> None:
    assert group(complaints) == []


def test_words_of_one_person_alone_are_not_kept() -> None:
    found = group([*COMPLAINTS, Complaint(key="x", text="Battery refused again, ask Zbigniew", lang="en")])

    assert not any("zbigniew" in term for issue in found for term in issue.signature)


def test_every_concept_can_be_found_and_named_in_both_languages() -> None:
    for key, concept in concepts().items():
        assert concept.name_en
        assert concept.name_fr
        assert key in book_of("concepts", "en").names
        assert key in book_of("concepts", "fr").names


def slow_linkage(vectors: "np.ndarray[tuple[int, int], np.dtype[np.float32]]", *, reach: float) -> list[list[int]]:
    """The definition: join the closest two groups until none are close enough."""
    groups = [[row] for row in range(len(vectors))]
    while len(groups) > 1:
        means = [vectors[rows].mean(axis=0) for rows in groups]
        height, one, other = min(
            (1 - float(means[i] @ means[j]), i, j) for i in range(len(groups)) for j in range(i + 1, len(groups))
        )
        if height > reach:
            break
        groups[one] = sorted(groups[one] + groups.pop(other))
    return sorted(groups, key=lambda rows: (-len(rows), rows))


@given(arrays(np.float32, (9, 4), elements=st.floats(0.0625, 1, width=32), unique=True))
def test_the_chain_finds_the_groups_of_the_definition(
    vectors: "np.ndarray[tuple[int, int], np.dtype[np.float32]]",
) -> None:
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)

    found = average_linkage(vectors, reach=0.05)

    expected = slow_linkage(vectors.astype(np.float64).astype(np.float32), reach=0.05)
    nearly = [slow_linkage(vectors, reach=reach) for reach in (0.0499, 0.0501)]
    assert found == expected or nearly[0] != nearly[1]


@pytest.mark.parametrize(
    ("one", "other", "index"),
    [("aabb", "xxyy", 1.0), ("aabb", "xyxy", -0.5), ("abcd", "wxyz", 1.0), ("aaab", "xxyy", 0.0)],
)
def test_agreement_is_corrected_for_chance(one: str, other: str, index: float) -> None:
    assert adjusted_rand(one, other) == pytest.approx(index)
