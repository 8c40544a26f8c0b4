"""A post whose words are on no list gets the topic that its other words tell, with those words, or none."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.cues import Cues, read_cues
from scoring.phrases import Phrasebook, Text
from scoring.pipeline import Post, Scorer
from scoring.sentiment import polarity
from scoring.teach_topics import teach
from scoring.topic_model import TopicModel, shipped_topics, topic_model
from scoring.topics import OTHER

NOTHING = Cues(values={}, words={})
words = st.text(min_size=1, max_size=6) | st.sampled_from(["waiting", "hung", "closes", "attends", "phone"])
cues = st.sampled_from(["waiting", "order", "failure"]).map(lambda name: Cues(values={name: 1.0}, words={name: ()}))


@given(st.lists(st.tuples(st.lists(words, max_size=6), st.just(NOTHING) | cues), max_size=5))
def test_a_text_always_gets_the_same_guess_alone_and_among_others(posts: list[tuple[list[str], Cues]]) -> None:
    texts, heard = [text for text, _ in posts], [one for _, one in posts]

    guesses = topic_model().guess(texts, heard)

    assert guesses == [topic_model().guess([text], [one])[0] for text, one in posts]
    assert all(set(guess.words) <= set(text) for guess, text in zip(guesses, texts, strict=True) if guess)


def test_a_guess_is_told_among_the_reasons_with_its_words_and_without_points() -> None:
    texts = ("He hung up while I was explaining, twice", "@brand it closes whenever I tap save and my notes vanish")

    for score in Scorer().score([Post(text=text, lang="en") for text in texts]):
        asides = [reason for reason in score.reasons if reason.name.startswith("topic is ")]
        assert score.topics != (OTHER,)
        assert [reason.points for reason in asides] in ([], [0.0])
        assert [reason.name for reason in asides] in ([], [f"topic is {score.topics[0]}"])


@pytest.mark.parametrize(
    "text",
    [
        "Ich warte seit Tagen auf euch",
        "",
        "http://x.example/1",
        "A walk in the fog",
        # nobody is frightened by a guess
        "On est lundi et toujours rien, finalement.",
    ],
)
def test_what_tells_no_topic_stays_other(text: str) -> None:
    (score,) = Scorer().score([Post(text=text)])

    assert score.topics == (OTHER,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    lang: str
    text: Text
    plain: Cues

    @classmethod
    def of(cls, raw: str) -> "Told":
        text = Text.read(raw)
        plain = read_cues(text, lang="en", vader=polarity(raw), rating_share=None)
        return cls(lang="en", text=text, plain=plain)


def test_what_stands_around_listed_words_is_learnt_the_same_each_time() -> None:
    raws = ("my parcel roams somewhere", "walk along harbours")
    posts = [Told.of(f"{raw} {i}") for raw in raws for i in range(8)]

    first, second = teach(posts), teach(posts)

    (guess, none) = first.guess([["it", "roams", "somewhere"], ["walk", "harbours"]], [NOTHING, NOTHING])
    assert guess is not None
    assert guess.topic == "delivery"
    assert set(guess.words) == {"roams", "somewhere"}
    assert none is None
    assert first.pack() == second.pack()


def test_a_model_is_the_same_after_it_was_packed() -> None:
    assert TopicModel.load(shipped_topics()).pack() == shipped_topics()
    assert len(shipped_topics()) < 200_000


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("the gas leak is out", ["the", "is", "out"]),
        ("gas prices leak", ["prices", "leak"]),
        ("leaking gas", []),
        ("nothing here", ["nothing", "here"]),
    ],
)
def test_the_rest_is_what_stands_in_no_phrase(text: str, rest: list[str]) -> None:
    book = Phrasebook({"safety": ["gas leak", "gas", "leaking*"]})

    assert book.rest(Text.read(text)) == rest
