"""Complaints about one matter are one issue in both languages, the same on every run, and named in both."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from scoring import issues
from scoring.agreement import adjusted_rand, b_cubed, found_across
from scoring.issue_terms import concepts
from scoring.issues import Complaint, group, likeness
from scoring.linkage import average_linkage
from scoring.phrases import Text, book_of
from scoring.senses import find_senses, senses
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
        pytest.param("issues", 0.75, id="trades that the concepts were widened for"),
        pytest.param("issues_more", 0.50, id="trades on which the weights were chosen"),
        pytest.param("issues_unseen", 0.50, id="trades that chose nothing at all"),
        pytest.param("issues_fresh", 0.65, id="trades that came before the senses, and chose none of them"),
    ],
)
def test_complaints_of_other_trades_are_sorted_no_worse_than_was_measured(name: str, least: float) -> None:
    found = [index(part) for part in parts(name).values()]

    assert sum(found) / len(found) >= least


@given(st.permutations(range(len(COMPLAINTS))))
@settings(max_examples=10)
def test_the_order_of_complaints_decides_nothing(order: list[int]) -> None:
    shuffled = group([COMPLAINTS[place] for place in order])

    assert [{order[place] for place in issue.members} for issue in shuffled] == [
        set(issue.members) for issue in group(COMPLAINTS)
    ]
    assert [issue.signature for issue in shuffled] == [issue.signature for issue in group(COMPLAINTS)]


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


def test_an_issue_is_named_by_what_people_of_each_language_say() -> None:
    ends = ("au panier", "au paiement", "quand je l'ouvre", "sans cesse")
    crashes = [Complaint(key=str(n), text=f"L'appli plante {end}", lang="fr") for n, end in enumerate(ends)]
    stuck = [Complaint(key=str(n), text=f"Mon colis est bloqué {end}", lang="fr") for n, end in enumerate(ends)]

    [crash], [late] = group(crashes), group(stuck)

    assert "plant" not in crash.name_en.split(", ")
    assert "bloqué" in late.name_fr
    assert "figer" not in late.name_fr


def test_words_that_nobody_said_in_a_language_name_nothing_in_it() -> None:
    said = (
        "The lamp shade has a dent",
        "Dented shade on my lamp",
        "Lamp came with a dent in the shade",
        "A dent in the shade",
    )
    complaints = [Complaint(key=str(place), text=text, lang="en") for place, text in enumerate(said)]

    [issue] = group(complaints)

    assert "shade" in issue.name_en
    assert "soleil" not in issue.name_fr


def test_words_of_one_person_alone_are_not_kept() -> None:
    found = group([*COMPLAINTS, Complaint(key="x", text="Battery refused again, ask Zbigniew", lang="en")])

    assert not any("zbigniew" in term for issue in found for term in issue.signature)


def test_every_concept_can_be_found_and_named_in_both_languages() -> None:
    for key, concept in concepts().items():
        assert concept.name_en
        assert concept.name_fr
        assert key in book_of("concepts", "en").names
        assert key in book_of("concepts", "fr").names


@pytest.mark.parametrize(
    ("said", "sens"),
    [
        ("the bench wobbles", "un banc bancal"),
        ("they cancelled my sailing", "traversée annulée"),
        ("stopped working", "ne fonctionne plus"),
        ("my children's teeth", "les dents des enfants"),
        ("two holes in the carpet", "la moquette est trouée"),
    ],
)
def test_a_sense_is_met_in_both_languages(said: str, sens: str) -> None:
    english, french = (find_senses(Text.read(text), lang=lang) for text, lang in ((said, "en"), (sens, "fr")))

    assert english.keys() & french.keys()
    assert (english.keys() | french.keys()) <= find_senses(Text.read(f"{said}, {sens}"), lang="und").keys()


def test_every_sense_has_a_name_of_its_own_without_signs() -> None:
    for sense in senses().values():
        assert not set("*~|") & set(sense.name_en + sense.name_fr)


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


def test_b_cubed_is_the_mean_of_how_pure_and_how_whole_groups_are() -> None:
    assert b_cubed("aabb", "xxyy") == 1
    assert b_cubed("aabb", "xxxx") == pytest.approx(2 / 3)
    assert b_cubed("", "") == 1


def test_pairs_across_languages_are_those_of_different_kinds() -> None:
    assert found_across("aaab", "xxyz", kinds="efff") == pytest.approx(1 / 2)
    assert found_across("aabb", "xyyz", kinds="eeff") == 1
