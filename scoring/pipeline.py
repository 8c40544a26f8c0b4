"""Scores posts: language, sentiment, complaint, question, topics, customer type and urgency, each with its reasons."""

import hashlib
import math
from collections.abc import Sequence
from dataclasses import astuple, dataclass, replace
from importlib.metadata import version

from scoring.complaint import shipped, shipped_text
from scoring.cues import Cues, read_cues
from scoring.customer import Customer, CustomerType, customer_of
from scoring.intent import Intent, Thresholds, intent_of
from scoring.language import DEFAULT_LANGUAGES, Detector
from scoring.mood import Mood, Sentiment, mood_of
from scoring.phrases import Text, list_text
from scoring.sentiment import polarity
from scoring.topics import topics_of
from triage.urgency import Assessment, Reason, Severity, Signals, Weights, assess

# raised with every change of the code that changes a score
_CODE_VERSION = 1
_LOW_RATING = 0.25
_RISKS = ("safety", "legal", "privacy")


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

    @property
    def rating_share(self) -> float | None:
        """The rating from 0 (worst) to 1 (best); scales start at 1."""
        if self.rating is None or self.rating_max is None or self.rating_max <= 1:
            return None
        share = (self.rating - 1) / (self.rating_max - 1)
        return min(max(share, 0.0), 1.0) if math.isfinite(share) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """All that was read of one post."""

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
    urgency: int
    severity: Severity
    reasons: tuple[Reason, ...]


class Scorer:
    """Scores posts one by one, so that a post scores the same alone and among others."""

    def __init__(
        self,
        weights: Weights | None = None,
        *,
        thresholds: Thresholds | None = None,
        languages: tuple[str, ...] = DEFAULT_LANGUAGES,
    ) -> None:
        self._weights = weights or Weights()
        self._thresholds = thresholds or Thresholds()
        self._languages = languages
        self._detector = Detector(languages)
        self._models = shipped()

    @property
    def version(self) -> str:
        """Changes with whatever can change a score, so that posts are scored again."""
        told = (
            shipped_text(),
            list_text("cues"),
            list_text("topics"),
            astuple(self._weights),
            astuple(self._thresholds),
            self._languages,
            version("vaderSentiment"),
            version("py3langid"),
        )
        return f"{_CODE_VERSION}-{hashlib.sha256(repr(told).encode()).hexdigest()[:12]}"

    def score(self, posts: Sequence[Post]) -> list[Score]:
        """Score each post, in the order given."""
        return [self._score(post) for post in posts]

    def _score(self, post: Post) -> Score:
        lang, lang_probability = self._detector.detect(post.text, declared=post.lang)
        text, vader = Text.read(post.text), polarity(post.text)
        share = post.rating_share
        cues = read_cues(text, lang=lang, vader=vader, rating_share=share)
        mood = mood_of(cues, lang=lang, vader=vader, models=self._models)
        is_empty = not post.text.strip()
        complaint = 0.0 if is_empty else self._models.complaint.probability(cues)
        question = 0.0 if is_empty else self._models.question.probability(cues)
        intent = intent_of(
            cues, complaint=complaint, question=question, sentiment=mood.sentiment, thresholds=self._thresholds
        )
        needs_answer = _needs_answer(cues, intent=intent, sentiment=mood.sentiment, rating_share=share)
        customer = customer_of(cues, is_complaint=intent is Intent.COMPLAINT)
        signals = self._signals(post, cues, mood=mood, complaint=complaint, question=question)
        assessment = assess(replace(signals, anger=_anger(customer)), self._weights)
        return Score(
            lang=lang,
            lang_probability=lang_probability,
            positive=mood.polarity.pos,
            neutral=mood.polarity.neu,
            negative=mood.polarity.neg,
            compound=mood.polarity.compound,
            sentiment=mood.sentiment,
            complaint_probability=complaint,
            question_probability=question,
            intent=intent,
            topics=topics_of(text, lang=lang),
            customer_type=customer.type,
            needs_answer=needs_answer,
            urgency=assessment.urgency,
            severity=assessment.severity,
            reasons=_with_customer(assessment, customer),
        )

    def _signals(self, post: Post, cues: Cues, *, mood: Mood, complaint: float, question: float) -> Signals:
        words = cues.words
        return Signals(
            complaint_probability=complaint,
            complaint_words=self._models.complaint.causes(cues),
            question_probability=question,
            question_words=self._models.question.causes(cues),
            compound=mood.polarity.compound,
            rating_share=post.rating_share,
            safety=words.get("safety", ()),
            legal=words.get("legal", ()),
            privacy=words.get("privacy", ()),
            churn=words.get("churn", ()),
            followers=post.followers or 0,
            interactions=sum(count or 0 for count in (post.likes, post.shares, post.replies)),
            repeat_contact=words.get("repeat_contact", ()),
            unanswered=words.get("no_answer", ()),
        )


def _needs_answer(cues: Cues, *, intent: Intent, sentiment: Sentiment, rating_share: float | None) -> bool:
    if rating_share is not None and rating_share <= _LOW_RATING:
        return True
    if intent in {Intent.COMPLAINT, Intent.QUESTION, Intent.REQUEST}:
        return True
    return sentiment is Sentiment.NEGATIVE and any(name in cues.words for name in _RISKS)


def _anger(customer: Customer) -> tuple[str, ...]:
    return customer.evidence if customer.type in {CustomerType.ANGRY, CustomerType.ABUSIVE} else ()


def _with_customer(assessment: Assessment, customer: Customer) -> tuple[Reason, ...]:
    if customer.type is CustomerType.NONE:
        return assessment.reasons
    # worth no points of its own, but a person must see why the customer is called so
    return (*assessment.reasons, Reason(name=f"customer is {customer.type}", points=0.0, evidence=customer.evidence))
