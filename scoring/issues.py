"""Groups complaints into recurring issues, English and French together, and names each by what is said in it."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from scoring import issue_terms
from scoring.issue_terms import MEANT, Space, Term, Terms
from scoring.linkage import average_linkage

_Floats = NDArray[np.float32]

REACH = 0.55
"""Groups join up to this distance; chosen on invented trades and one app, it holds on others (docs/metrics.md)."""
FEWEST = 3
"""Fewer complaints are no recurring issue."""
SAMPLE = 3_000
"""Complaints that are grouped with each other; the rest join the group that is nearest."""
SIGNATURE = 24
"""Terms by which an issue is known again."""
SAME = 0.5
"""How alike two signatures of one issue are at least."""
_NEAREST = 5
"""Each complaint is read together with as many that it is most like: so words that go together meet."""
_BATCH = 500
_NAMED_BY = 0.25
_MEANT_IN_NAME = 2
_IN_NAME = 3
_WORD_IN = 3
_SPOKEN_BY = 2
"""As many complaints of a language have a say in the name."""
_TINY = np.float32(1e-9)


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
    """Recurring issues, largest first, whatever the order of the complaints; one that recurs in no other is in none."""
    chance = sorted(range(len(complaints)), key=lambda place: sha256(complaints[place].key.encode()).digest())
    read = [issue_terms.read(complaints[place].text, lang=complaints[place].lang) for place in chance]
    # who writes the same to the letter, as shared posts and forms do, says it once
    alike: dict[str, list[int]] = defaultdict(list)
    for row, text in enumerate(read):
        alike[text.said].append(row)
    said = list(alike.values())
    groups, centres, space = _grouped([read[rows[0]] for rows in said], [len(rows) for rows in said])
    members = [sorted(row for text in group for row in said[text]) for group in groups]
    told = _Told(
        texts=read,
        langs=[complaints[place].lang for place in chance],
        held={kind: Counter(term for text in read for term in text.counts[kind]) for kind in (*MEANT, "word")},
    )
    found = [_issue(rows, centre, space, told) for rows, centre in zip(members, centres, strict=True)]
    found = [replace(issue, members=tuple(chance[row] for row in issue.members)) for issue in found]
    return sorted(found, key=lambda issue: (-len(issue.members), complaints[issue.members[0]].key))


def likeness(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """How alike two signatures are, from 0 to 1."""
    return sum(weight * other.get(term, 0.0) for term, weight in one.items())


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """All complaints as they were read, and in how many each term stands."""

    texts: Sequence[Terms]
    langs: Sequence[str]
    held: Mapping[str, Counter[str]]


def _grouped(texts: Sequence[Terms], times: Sequence[int]) -> tuple[list[list[int]], _Floats, Space]:
    """Group the first, whom chance chose, and let each other join the group that it is nearest to, within reach."""
    sampled = texts[:SAMPLE]
    space = Space.of(sampled, times[:SAMPLE])
    own = space.vectors(sampled)
    vectors = _among(own, own, is_own=True)
    groups = average_linkage(vectors, reach=REACH)
    members = [rows for rows in groups if sum(times[row] for row in rows) >= FEWEST]
    middles = np.stack([vectors[rows].mean(axis=0) for rows in members]) if members else vectors[:0]
    centres = np.stack([own[rows].mean(axis=0) for rows in members]) if members else own[:0]
    for start in range(SAMPLE, len(texts) if members else 0, _BATCH):
        near = _among(space.vectors(texts[start : start + _BATCH]), own) @ middles.T
        for row, likenesses in enumerate(near, start=start):
            nearest = int(np.argmax(likenesses))
            if 1 - likenesses[nearest] <= REACH:
                members[nearest].append(row)
    return members, centres, space


def _among(vectors: _Floats, others: _Floats, *, is_own: bool = False) -> _Floats:
    """Each row and the others that it is nearest to, weighed by how near they are."""
    found = np.empty_like(vectors)
    for start in range(0, len(vectors), _BATCH):
        batch = vectors[start : start + _BATCH]
        likenesses = batch @ others.T
        if is_own:
            np.fill_diagonal(likenesses[:, start:], 0)
        nearest = np.argsort(-likenesses, axis=1, kind="stable")[:, :_NEAREST]
        weights = np.take_along_axis(likenesses, nearest, axis=1)
        together = batch.copy()
        for rank in range(nearest.shape[1]):
            together += weights[:, rank, None] * others[nearest[:, rank]]
        found[start : start + _BATCH] = together / np.maximum(np.linalg.norm(together, axis=1, keepdims=True), _TINY)
    return found


def _issue(rows: Sequence[int], centre: _Floats, space: Space, told: _Told) -> Issue:
    texts = [told.texts[row] for row in rows]
    typical = space.vectors(texts) @ centre
    names = {lang: _name(rows, told, lang=lang) for lang in ("en", "fr")}
    words = Counter(word for text in texts for word in text.counts["word"])
    return Issue(
        members=tuple(
            rows[place] for place in sorted(range(len(rows)), key=lambda place: (-typical[place], rows[place]))
        ),
        name_en=names["en"] or names["fr"],
        name_fr=names["fr"] or names["en"],
        signature=_signature(
            space, centre, known=frozenset(word for word, count in words.items() if count >= _WORD_IN)
        ),
    )


def _signature(space: Space, centre: _Floats, *, known: frozenset[str]) -> dict[str, float]:
    """The heaviest meanings and words as a vector of length 1; a word that one or two people used is theirs."""
    kept = [
        (weight, f"{kind}:{name}")
        for (kind, name), weight in space.told(centre)
        if kind in MEANT or (kind == "word" and name in known)
    ]
    heaviest = [
        (name, weight) for weight, name in sorted(kept, key=lambda told: (-told[0], told[1]))[:SIGNATURE] if weight
    ]
    length = float(np.sqrt(sum(weight * weight for _, weight in heaviest))) or 1.0
    return {name: round(weight / length, 4) for name, weight in heaviest}


def _name(rows: Sequence[int], told: _Told, *, lang: str) -> str:
    """The meanings that a good part of the complaints share, then the words of this language that tell them apart."""
    spoken = [told.texts[row] for row in rows if told.langs[row] == lang]
    shared = sorted(
        _shared(rows, told).items(),
        key=lambda pair: (
            issue_terms.meaning(*pair[0]).is_general,
            -pair[1] * pair[1] / told.held[pair[0][0]][pair[0][1]],
            pair[0],
        ),
    )
    # a word that nobody here said in this language may mean another thing in it: a lamp's shade is no shadow
    called = [_called(term, spoken, lang=lang) for term, _ in shared]
    named: list[str] = []
    for name in filter(None, called):
        if len(named) < _MEANT_IN_NAME and not _is_in(name, named):
            named.append(name)
    words = Counter(word for text in spoken for word in text.counts["word"])
    telling = sorted(
        (word for word, count in words.items() if count >= _WORD_IN),
        key=lambda word: (-words[word] * words[word] / told.held["word"][word], word),
    )
    for name in (_written(("word", word), spoken) for word in telling):
        if len(named) < _IN_NAME and not _is_in(name, named):
            named.append(name)
    return ", ".join(named)


def _called(term: Term, spoken: Sequence[Terms], *, lang: str) -> str:
    """A concept by its name, a sense by what most people said for it; nothing where nobody of the language did."""
    name = str(getattr(issue_terms.meaning(*term), f"name_{lang}"))
    said = _written(term, spoken)
    return name if term[0] == "concept" or (said and _is_in(said, [name])) else said


def _written(term: Term, spoken: Sequence[Terms]) -> str:
    """The form in which most of these texts have it; of equally many, the first in the alphabet."""
    forms = Counter(text.written[term] for text in spoken if term in text.written)
    return min(forms, key=lambda form: (-forms[form], form), default="")


def _shared(rows: Sequence[int], told: _Told) -> dict[Term, int]:
    """In how many complaints each meaning is that half of them share, in every language: one word may mean several."""
    langs = Counter(told.langs[row] for row in rows)
    among = [lang for lang, n in langs.items() if n >= _SPOKEN_BY]
    found: dict[Term, int] = {}
    for kind in MEANT:
        by_lang = {
            lang: Counter(name for row in rows if told.langs[row] == lang for name in told.texts[row].counts[kind])
            for lang in langs
        }
        for name, count in sum(by_lang.values(), Counter[str]()).items():
            if count >= _NAMED_BY * len(rows) and all(by_lang[lang][name] for lang in among):
                found[kind, name] = count
    most = {term: count for term, count in found.items() if count >= len(rows) / 2}
    return most or found


def _is_in(word: str, told: Sequence[str]) -> bool:
    return any(word[:4].lower() in name.lower() for name in told)
