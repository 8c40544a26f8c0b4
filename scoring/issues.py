"""Groups complaints into recurring issues, English and French together, and names each by what is said in it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from scoring import issue_terms
from scoring.issue_terms import Space, Term, Terms, concepts
from scoring.linkage import average_linkage

_Floats = NDArray[np.float32]

REACH = 0.75
"""Groups join up to this distance; chosen on one app, it holds on another (docs/metrics.md)."""
FEWEST = 3
"""Fewer complaints are no recurring issue."""
SAMPLE = 3_000
"""Complaints that are grouped with each other; the rest join the group that is nearest."""
SIGNATURE = 24
"""Terms by which an issue is known again."""
SAME = 0.5
"""How alike two signatures of one issue are at least."""
_BATCH = 1_000
_NAMED_BY = 0.25
_WORD_IN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """One complaint; `key` is its own, and decides nothing but who is sampled."""

    key: str
    text: str
    lang: str = "und"


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """Complaints about one matter: their places, most typical first; `signature` knows it again in other complaints."""

    members: tuple[int, ...]
    name_en: str
    name_fr: str
    signature: Mapping[str, float]


def group(complaints: Sequence[Complaint]) -> list[Issue]:
    """Recurring issues, largest first; complaints that recur in no other are in none."""
    texts = [issue_terms.read(complaint.text, lang=complaint.lang) for complaint in complaints]
    sampled = _sample(complaints)
    space = Space.of([texts[place] for place in sampled])
    vectors = space.vectors([texts[place] for place in sampled])
    groups = [rows for rows in average_linkage(vectors, reach=REACH) if len(rows) >= FEWEST]
    centres = np.stack([vectors[rows].mean(axis=0) for rows in groups]) if groups else vectors[:0]
    members = [[sampled[row] for row in rows] for rows in groups]
    rest = sorted(set(range(len(complaints))) - set(sampled))
    if groups:
        _join(rest, texts, space, centres, members)
    held = Counter(word for text in texts for word in text.counts["word"])
    names = list(space.places)
    found = [
        _issue(places, texts, [complaint.lang for complaint in complaints], space, centre, names, held)
        for places, centre in zip(members, centres, strict=True)
    ]
    return sorted(found, key=lambda issue: (-len(issue.members), issue.members))


def likeness(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """How alike two signatures are, from 0 to 1."""
    return sum(weight * other.get(term, 0.0) for term, weight in one.items())


def _sample(complaints: Sequence[Complaint]) -> list[int]:
    """All, or a part that chance chose once and for all: by the digest of their keys."""
    places = range(len(complaints))
    if len(complaints) <= SAMPLE:
        return list(places)
    chosen = sorted(places, key=lambda place: sha256(complaints[place].key.encode()).digest())[:SAMPLE]
    return sorted(chosen)


def _join(
    rest: Sequence[int], texts: Sequence[Terms], space: Space, centres: _Floats, members: list[list[int]]
) -> None:
    """Let every other complaint join the group that it is nearest to, if that is within reach."""
    for start in range(0, len(rest), _BATCH):
        batch = rest[start : start + _BATCH]
        likenesses = space.vectors([texts[place] for place in batch]) @ centres.T
        for place, row in zip(batch, likenesses, strict=True):
            nearest = int(np.argmax(row))
            if 1 - row[nearest] <= REACH:
                members[nearest].append(place)


def _issue(
    places: Sequence[int],
    texts: Sequence[Terms],
    langs: Sequence[str],
    space: Space,
    centre: _Floats,
    names: Sequence[Term],
    held: Counter[str],
) -> Issue:
    spoken = [langs[place] for place in places]
    name_en, name_fr = (_name(places, texts, spoken, held, lang=lang) for lang in ("en", "fr"))
    told = Counter(word for place in places for word in texts[place].counts["word"])
    typical = space.vectors([texts[place] for place in places]) @ centre
    order = sorted(range(len(places)), key=lambda row: (-float(typical[row]), places[row]))
    return Issue(
        members=tuple(places[row] for row in order),
        name_en=name_en or name_fr,
        name_fr=name_fr or name_en,
        signature=_signature(centre, names, known=frozenset(word for word, count in told.items() if count >= _WORD_IN)),
    )


def _signature(centre: _Floats, names: Sequence[Term], *, known: frozenset[str]) -> dict[str, float]:
    """The heaviest concepts and words as a vector of length 1; a word that one or two people used is theirs."""
    kept = [
        (float(centre[place]), f"{kind}:{name}")
        for place, (kind, name) in enumerate(names)
        if kind == "concept" or (kind == "word" and name in known)
    ]
    heaviest = [
        (name, weight) for weight, name in sorted(kept, key=lambda told: (-told[0], told[1]))[:SIGNATURE] if weight
    ]
    length = float(np.sqrt(sum(weight * weight for _, weight in heaviest))) or 1.0
    return {name: round(weight / length, 4) for name, weight in heaviest}


def _name(places: Sequence[int], texts: Sequence[Terms], langs: Sequence[str], held: Counter[str], *, lang: str) -> str:
    """The concepts that a good part of the complaints share, then the words of this language that tell them apart."""
    n = len(places)
    shared = Counter(name for place in places for name in texts[place].counts["concept"])
    about = [name for name, count in shared.most_common() if count >= _NAMED_BY * n]
    about.sort(key=lambda name: (concepts()[name].is_general, -shared[name], name))
    told = [getattr(concepts()[name], f"name_{lang}") for name in about[:2]]
    spoken = [texts[place] for place, other in zip(places, langs, strict=True) if other == lang]
    words = Counter(word for text in spoken for word in text.counts["word"])
    spelled = {word: text.written[word] for text in reversed(spoken) for word in text.counts["word"]}
    telling = sorted(
        (word for word, count in words.items() if count >= _WORD_IN and not _is_in(spelled[word], told)),
        key=lambda word: (-words[word] * words[word] / held[word], word),
    )
    told += [spelled[word] for word in telling[: 3 - len(told)]]
    return ", ".join(told)


def _is_in(word: str, told: Sequence[str]) -> bool:
    return any(word[:4] in name.lower() for name in told)
