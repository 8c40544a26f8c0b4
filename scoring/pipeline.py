"""Scores posts: language, sentiment, complaint, question, topics, customer type and urgency, each with its reasons."""

import gc
import hashlib
import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from importlib.metadata import version
from typing import NamedTuple

from scoring.complaint import Models, Probabilities, shipped
from scoring.cues import Cues, read_cues
from scoring.customer import Customer, CustomerType, customer_of
from scoring.cuts import Cuts
from scoring.intent import INVOLVED, RISKS, Intent, Reach, Thresholds, has_any, intent_of, reach_of
from scoring.language import DEFAULT_LANGUAGES, Detector, Language
from scoring.meetings import Met
from scoring.mood import Mood, Sentiment, mood_of, weighs_vader
from scoring.phrases import Text, list_text
from scoring.sentiment import UNWEIGHED, Polarity, polarity
from scoring.topic_model import Guess, shipped_topics, topic_model
from scoring.topics import OTHER, topics_of
from scoring.wording import Wording, heard_words, knows_words
from triage.urgency import Assessment, Reason, Severity, Signals, Weights, assess

# raised with every change of the code that changes a score
_CODE_VERSION = 7
_LOW_RATING = 0.25
_OWED = frozenset((Intent.COMPLAINT, Intent.QUESTION, Intent.REQUEST))
_LOUD = frozenset((CustomerType.ANGRY, CustomerType.ABUSIVE))
# a calm report has no grim word either, and may pass for praise
_SMILING = frozenset(("praise", "thanks", "content", "glad"))
_LIKELY = 0.2
ALWAYS = 10.0
"""The strength of what is flagged whatever the cut."""
# characters: few enough for little memory, and so many that what a batch costs by itself counts little
_BATCH_LENGTH = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """What the scorer reads of a post; `lang` is what its source declares."""

    text: str
    lang: str | None = None
    rating: float | None = None
    rating_max: float | None = None
    followers: int | None = None
    likes: int | None = None
    shares: int | None = None
    replies: int | None = None
    is_reply: bool = False
    platform: str = ""
    brands: tuple[str, ...] = ()

    @property
    def rating_share(self) -> float | None:
        """The rating from 0 (worst) to 1 (best); scales start at 1."""
        if self.rating is None or self.rating_max is None or self.rating_max <= 1:
            return None
        share = (self.rating - 1) / (self.rating_max - 1)
        return min(max(share, 0.0), 1.0) if math.isfinite(share) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """All that was read of one post; `strength` is how many times its threshold it reaches, flagged from its cut on."""

    lang: str
    lang_probability: float
    positive: float
    neutral: float
    negative: float
    compound: float
    sentiment: Sentiment
    complaint_probability: float
    question_probability: float
    intent: Intent
    topics: tuple[str, ...]
    customer_type: CustomerType
    needs_answer: bool
    strength: float
    urgency: int
    severity: Severity
    reasons: tuple[Reason, ...]


class Scorer:
    """Scores posts, each the same alone and among others."""

    def __init__(
        self,
        weights: Weights | None = None,
        *,
        thresholds: Thresholds | None = None,
        languages: tuple[str, ...] = DEFAULT_LANGUAGES,
        models: Models | None = None,
        cuts: Cuts | None = None,
    ) -> None:
        self._weights = weights or Weights()
        self._thresholds = thresholds or Thresholds()
        self._languages = languages
        self._detector = Detector(languages)
        self._models = models or shipped()
        self._cuts = cuts or Cuts()

    @property
    def version(self) -> str:
        """Changes with whatever can change a score, so that posts are scored again."""
        told = (
            self._models.digest,
            list_text("cues"),
            list_text("perils"),
            list_text("topics"),
            hashlib.sha256(shipped_topics()).hexdigest(),
            astuple(self._weights),
            astuple(self._thresholds),
            self._languages,
            sorted(self._cuts.by_source.items()),
            version("vaderSentiment"),
            version("py3langid"),
        )
        return f"{_CODE_VERSION}-{hashlib.sha256(repr(told).encode()).hexdigest()[:12]}"

    def score(self, posts: Sequence[Post]) -> list[Score]:
        """Score each post, in the order given."""
        scores: list[Score] = []
        for batch in _batches(posts):
            with _uncollected():
                scores += self._score_batch(batch)
        return scores

    def _score_batch(self, posts: Sequence[Post]) -> Iterator[Score]:
        """Take all posts through one step before the next: what a step looks up stays in the processor's cache."""
        texts = [Text.read(post.text, brands=post.brands) for post in posts]
        declared = [(text.raw, post.lang) for text, post in zip(texts, posts, strict=True)]
        languages = self._detector.detect_all(declared)
        heard = [heard_words(text, lang=lang.code) for text, lang in zip(texts, languages, strict=True)]
        wordings = self._models.tables.read(heard)
        vaders = [
            polarity(text.raw) if weighs_vader(lang.code) else UNWEIGHED
            for text, lang in zip(texts, languages, strict=True)
        ]
        cues = [
            read_cues(text, lang=lang.code, vader=vader, rating_share=post.rating_share)
            for post, text, lang, vader in zip(posts, texts, languages, vaders, strict=True)
        ]
        topics = [
            topics_of(text, lang=lang.code, heard=its.words)
            for text, lang, its in zip(texts, languages, cues, strict=True)
        ]
        guesses = _guesses(topics, heard, cues)
        read = list(map(_Read, posts, texts, languages, wordings, vaders, cues, topics, guesses))
        met = self._models.met(cues)
        told = self._models.probabilities(cues, wordings=wordings, met=met)
        judged = list(map(self._judge, read, told, met))
        signals = [
            _signals(one.post, one.cues, self._causes(one, its), its) for one, its in zip(read, judged, strict=True)
        ]
        assessments = [assess(each, self._weights) for each in signals]
        return map(_put_together, read, judged, assessments)

    def _judge(self, one: "_Read", told: Probabilities, met: Met) -> "_Judged":
        if not one.post.text.strip():
            told = told._replace(complaint=0.0, question=0.0)
        cues, (complaint, question, *_) = one.cues, told
        mood = mood_of(cues, told, lang=one.language.code, vader=one.vader)
        reach = reach_of(
            cues,
            complaint=complaint,
            question=question,
            sentiment=mood.sentiment,
            thresholds=self._thresholds,
            knows_words=knows_words(one.language.code),
        )
        cut = self._cuts.of(platform=one.post.platform, brands=one.post.brands) if self._cuts.by_source else 1.0
        # a complaint stays one where a queue has no room for it
        intent = intent_of(reach, sentiment=mood.sentiment, cut=min(cut, 1.0))
        strength = _strength(cues, reach, sentiment=mood.sentiment, rating_share=one.post.rating_share)
        customer = customer_of(cues, is_owed=intent in _OWED)
        return _Judged(told, met, mood, intent, strength, strength >= cut, customer)

    def _causes(self, one: "_Read", judged: "_Judged") -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Give the words that made it a complaint, and a question."""
        told, words, telling, models = judged.told, one.text.words, one.wording.telling, self._models
        # what is hardly likely is worth few points, and needs no words
        least = 0.0 if judged.is_flagged and max(told.complaint, told.question) < _LIKELY else _LIKELY
        complaint: tuple[str, ...] = ()
        question: tuple[str, ...] = ()
        if told.complaint >= least:
            complaint = models.complaint.causes(one.cues, words=words, telling=telling["complaint"], met=judged.met)
        if told.question >= least:
            question = models.question.causes(one.cues, words=words, telling=telling["question"])
        return complaint, question


class _Read(NamedTuple):
    """A post and what was read of it."""

    post: Post
    text: Text
    language: Language
    wording: Wording
    vader: Polarity
    cues: Cues
    topics: tuple[str, ...]
    guess: Guess | None


class _Judged(NamedTuple):
    """What a post is taken for."""

    told: Probabilities
    met: Met
    mood: Mood
    intent: Intent
    strength: float
    is_flagged: bool
    customer: Customer


def _put_together(one: _Read, judged: _Judged, assessment: Assessment) -> Score:
    scores, customer = judged.mood.polarity, judged.customer
    return Score(
        lang=one.language.code,
        lang_probability=one.language.probability,
        positive=scores.pos,
        neutral=scores.neu,
        negative=scores.neg,
        compound=scores.compound,
        sentiment=judged.mood.sentiment,
        complaint_probability=judged.told.complaint,
        question_probability=judged.told.question,
        intent=judged.intent,
        topics=(one.guess.topic,) if one.guess else one.topics,
        customer_type=customer.type,
        needs_answer=judged.is_flagged,
        strength=judged.strength,
        urgency=assessment.urgency,
        severity=assessment.severity,
        reasons=assessment.reasons + _asides(customer, one.guess),
    )


def _signals(post: Post, cues: Cues, causes: tuple[tuple[str, ...], tuple[str, ...]], judged: _Judged) -> Signals:
    words = cues.words
    return Signals(
        complaint_probability=judged.told.complaint,
        complaint_words=causes[0],
        question_probability=judged.told.question,
        question_words=causes[1],
        compound=judged.mood.polarity.compound,
        rating_share=post.rating_share,
        anger=_anger(judged.customer),
        safety=words.get("safety", ()),
        hazard=words.get("hazard", ()),
        # what the police or a tribunal would hear
        legal=words.get("legal", ()) + words.get("discrimination", ()) + words.get("threat", ()),
        privacy=words.get("privacy", ()),
        churn=words.get("churn", ()),
        followers=post.followers or 0,
        interactions=(post.likes or 0) + (post.shares or 0) + (post.replies or 0),
        repeat_contact=words.get("repeat_contact", ()),
        unanswered=words.get("no_answer", ()),
    )


@contextmanager
def _uncollected() -> Iterator[None]:
    """Let the garbage collector rest: a batch makes many small values and no cycles, and it would walk them all."""
    was_collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_collecting:
            gc.enable()


def _batches(posts: Sequence[Post]) -> Iterator[Sequence[Post]]:
    """Cut where the texts grow long together, so that memory stays flat whatever is given."""
    start = length = 0
    for end, post in enumerate(posts):
        if length > _BATCH_LENGTH:
            yield posts[start:end]
            start, length = end, 0
        length += len(post.text)
    if posts:
        yield posts[start:]


def _strength(cues: Cues, reach: Reach, *, sentiment: Sentiment, rating_share: float | None) -> float:
    if rating_share is not None and rating_share <= _LOW_RATING:
        return ALWAYS
    # what hurt someone is answered, whoever tells of it, unless it is told with a smile
    is_risk = "safety" in cues.values or (has_any(cues, RISKS) and has_any(cues, INVOLVED))
    if is_risk and not (sentiment is Sentiment.POSITIVE and has_any(cues, _SMILING)):
        return ALWAYS
    return min(max(reach.complaint, reach.question), ALWAYS)


def _anger(customer: Customer) -> tuple[str, ...]:
    return customer.evidence if customer.type in _LOUD else ()


def _asides(customer: Customer, guess: Guess | None) -> tuple[Reason, ...]:
    """What is worth no points of its own, but a person must see why it was said."""
    told: tuple[Reason, ...] = ()
    if customer.type is not CustomerType.NONE:
        told = (Reason(name=f"customer is {customer.type}", points=0.0, evidence=customer.evidence),)
    if guess:
        told += (Reason(name=f"topic is {guess.topic}", points=0.0, evidence=guess.words),)
    return told


def _guesses(
    topics: Sequence[tuple[str, ...]], heard: Sequence[Sequence[str]], cues: Sequence[Cues]
) -> list[Guess | None]:
    """Guess the topics of posts in which no listed word tells any."""
    found: list[Guess | None] = [None] * len(topics)
    silent = [i for i, told in enumerate(topics) if told == (OTHER,) and heard[i]]
    for i, guess in zip(
        silent, topic_model().guess([heard[i] for i in silent], [cues[i] for i in silent]), strict=True
    ):
        found[i] = guess
    return found
