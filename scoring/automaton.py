"""py3langid's automaton walked by many texts at once, a byte of each at a time."""

import unicodedata
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from py3langid.langid import MODEL_FILE, LanguageIdentifier

_Floats = NDArray[np.float64]


class Automaton:
    """Gives each text a probability for each language; the model and its arithmetic are the package's."""

    def __init__(self, languages: tuple[str, ...]) -> None:
        model = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
        model.set_languages(languages)
        self.languages = tuple(dict.fromkeys(model.nb_classes))
        self._next = np.asarray(model.tk_nextmove)
        self._row = np.asarray(model.tk_row, dtype=np.int64) << 8
        self._feature = np.asarray(model.tk_output, dtype=np.int64)
        # the package's own numbers have 16 bits: 32 keep them as they are in half the memory of 64
        self._weights = np.asarray(model.nb_ptc, dtype=np.float32)
        self._bits = len(self._weights).bit_length()
        self._prior: _Floats = np.asarray(model.nb_pc, dtype=np.float64)
        # a language may have a column for each script it is written in
        self._column_of = np.array(
            [[name == told for name in self.languages] for told in model.nb_classes], dtype=float
        )

    def probabilities(self, texts: Sequence[str]) -> _Floats:
        """Give a row for each text, the same alone and among others."""
        encoded = [_encode(text) for text in texts]
        lengths = np.fromiter(map(len, encoded), dtype=np.int64, count=len(encoded))
        scores = self._scores(encoded, lengths) / np.sqrt(np.maximum(lengths, 1))[:, None]
        shares = np.exp(scores - scores.max(axis=1, keepdims=True, initial=-np.inf))
        columns: _Floats = np.einsum("ij,jk->ik", shares / shares.sum(axis=1, keepdims=True), self._column_of)
        return columns

    def _scores(self, encoded: Sequence[bytes], lengths: NDArray[np.int64]) -> _Floats:
        scores = np.zeros((len(encoded), len(self._prior)))
        found = self._features(encoded, lengths)
        if len(found):
            found, counts = np.unique(found, return_counts=True)
            owners, features = found >> self._bits, found & ((1 << self._bits) - 1)
            starts = np.flatnonzero(np.diff(owners, prepend=-1))
            parts = self._weights[features] * np.log1p(counts)[:, None]
            scores[owners[starts]] = np.add.reduceat(parts, starts, axis=0) + self._prior
        return scores

    def _features(self, encoded: Sequence[bytes], lengths: NDArray[np.int64]) -> NDArray[np.int64]:
        """Give the features of all texts, each in the low bits of a number that begins with its text's.

        The longest texts walk first, so that those still walking are always the first columns.
        """
        longest = int(lengths.max(initial=0))
        order = np.argsort(-lengths, kind="stable")
        padded = b"".join(encoded[i].ljust(longest, b"\0") for i in order.tolist())
        letters = np.frombuffer(padded, dtype=np.uint8).reshape(len(encoded), longest).T.copy()
        walking = np.searchsorted(-lengths[order], -np.arange(longest))
        starts = np.cumsum(walking) - walking
        # one step behind the other, and no place for texts that have ended
        states = np.zeros(int(lengths.sum()), dtype=np.int64)
        states_now = np.zeros(len(encoded), dtype=np.int64)
        for step, (start, n) in enumerate(zip(starts.tolist(), walking.tolist(), strict=True)):
            states_now = self._next[self._row[states_now[:n]] + letters[step, :n]]
            states[start : start + n] = states_now
        features = self._feature[states]
        owners = order[np.arange(len(states)) - np.repeat(starts, walking)]
        return (owners << self._bits | features)[features >= 0]


def _encode(text: str) -> bytes:
    if text.isupper():
        text = text.lower()
    return unicodedata.normalize("NFC", text).encode("utf-8", "surrogatepass")
