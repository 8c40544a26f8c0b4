"""Memory stays flat however many texts are scored, and however many words they hold that were never met."""

import resource

import pytest

from scoring.pipeline import Post, Scorer

_ALPHABET = "abcdefghijklmnopqrstuvwxyz"
_CHUNK = 5_000


def word(number: int) -> str:
    letters = []
    while number:
        number, letter = divmod(number, len(_ALPHABET))
        letters.append(_ALPHABET[letter])
    return "x" + "".join(letters)


def post(number: int) -> Post:
    # two words that no other post has; figures would be masked
    return Post(text=f"@shop my {word(number)} from {word(number * 7_919)} is late again, nobody answers. Where is it?")


def peak_megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


@pytest.mark.long
def test_memory_stays_flat_over_a_million_texts() -> None:
    scorer = Scorer()
    # what is kept of words is full by then
    first, whole = 200_000, 1_000_000
    for start in range(0, first, _CHUNK):
        scorer.score([post(number) for number in range(start, start + _CHUNK)])
    before = peak_megabytes()

    for start in range(first, whole, _CHUNK):
        scorer.score([post(number) for number in range(start, start + _CHUNK)])

    assert peak_megabytes() - before < 16
