"""Scores posts: language, sentiment, complaint, question, topics, customer type and urgency, each with its reasons."""

import hashlib
import math
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass
from importlib.metadata import version

from scoring.complaint import Models, Probabilities, shipped
from scoring.cues import Cues, read_cues
from scoring.customer import Customer, CustomerType, customer_of
from scoring.cuts import Cuts
from scoring.intent import INVOLVED, RISKS, Intent, Reach, Thresholds, has_any, intent_of, reach_of
from scoring.language import DEFAULT_LANGUAGES, Detector, Language
from scoring.mood import Mood, Sentiment, mood_of
from scoring.phrases import Text, list_text
from scoring.sentiment import Polarity, polarity
from scoring.topics import topics_of
from scoring.wording import Wording, heard_words, knows_words
from triage.urgency import Assessment, Reason, Severity, Signals, Weights, assess

# raised with every change of the code that changes a score
_CODE_VERSION = 4
_LOW_RATING = 0.25
_OWED = frozenset((Intent.COMPLAINT, Intent.QUESTION, Intent.REQUEST))
_LIKELY = 0.2
ALWAYS = 10.0
"""The strength of what is flagged whatever the cut."""
# characters: what is worked on at once stays in the processor's cache
_BATCH_LENGTH = 50_000


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
            list_text("topics"),
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
        return [score for batch in _batches(posts) for score in self._score_batch(batch)]

    def _score_batch(self, posts: Sequence[Post]) -> Iterator[Score]:
        """Take all posts through one step before the next: what a step looks up stays in the processor's cache."""
        texts = [Text.read(post.text) for post in posts]
        told = [(text.raw, post.lang) for text, post in zip(texts, posts, strict=True)]
        languages = self._detector.detect_all(told)
        heard = [heard_words(text, lang=lang.code) for text, lang in zip(texts, languages, strict=True)]
        wordings = self._models.tables.read(heard)
        vaders = [polarity(text.raw) for text in texts]
        cues = [
            read_cues(text, lang=lang.code, vader=vader, rating_share=post.rating_share)
            for post, text, lang, vader in zip(posts, texts, languages, vaders, strict=True)
        ]
        topics = [topics_of(text, lang=lang.code) for text, lang in zip(texts, languages, strict=True)]
        return map(self._score, posts, texts, languages, wordings, vaders, cues, topics)

    def _score(
        self,
        post: Post,
        text: Text,
        language: Language,
        wording: Wording,
        vader: Polarity,
        cues: Cues,
        topics: tuple[str, ...],
    ) -> Score:
        lang, lang_probability = language
        share = post.rating_share
        told = self._models.probabilities(cues, wording=wording.total)
        if not post.text.strip():
            told = told._replace(complaint=0.0, question=0.0)
        complaint, question = told.complaint, told.question
        mood = mood_of(cues, told, lang=lang, vader=vader)
        reach = reach_of(
            cues,
            complaint=complaint,
            question=question,
            sentiment=mood.sentiment,
            thresholds=self._thresholds,
            knows_words=knows_words(lang),
        )
        cut = self._cuts.of(platform=post.platform, brands=post.brands) if self._cuts.by_source else 1.0
        # a complaint stays one where a queue has no room for it
        intent = intent_of(reach, sentiment=mood.sentiment, cut=min(cut, 1.0))
        strength = _strength(cues, reach, sentiment=mood.sentiment, rating_share=share)
        customer = customer_of(cues, is_owed=intent in _OWED)
        is_flagged = strength >= cut
        signals = self._signals(
            post, cues, text, wording, told=told, mood=mood, anger=_anger(customer), is_flagged=is_flagged
        )
        assessment = assess(signals, self._weights)
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
            topics=topics,
            customer_type=customer.type,
            needs_answer=is_flagged,
            strength=strength,
            urgency=assessment.urgency,
            severity=assessment.severity,
            reasons=_with_customer(assessment, customer),
        )

    def _signals(
        self,
        post: Post,
        cues: Cues,
        text: Text,
        wording: Wording,
        *,
        told: Probabilities,
        mood: Mood,
        anger: tuple[str, ...],
        is_flagged: bool,
    ) -> Signals:
        words, models = cues.words, self._models
        complaint_words: tuple[str, ...] = ()
        question_words: tuple[str, ...] = ()
        # what is hardly likely is worth few points, and needs no words
        least = 0.0 if is_flagged and max(told.complaint, told.question) < _LIKELY else _LIKELY
        if told.complaint >= least:
            complaint_words = models.complaint.causes(cues, words=text.words, telling=wording.telling["complaint"])
        if told.question >= least:
            question_words = models.question.causes(cues, words=text.words, telling=wording.telling["question"])
        return Signals(
            complaint_probability=told.complaint,
            complaint_words=complaint_words,
            question_probability=told.question,
            question_words=question_words,
            compound=mood.polarity.compound,
            rating_share=post.rating_share,
            anger=anger,
            safety=words.get("safety", ()),
            hazard=words.get("hazard", ()),
            # what the police or a tribunal would hear
            legal=(*words.get("legal", ()), *words.get("discrimination", ()), *words.get("threat", ())),
            privacy=words.get("privacy", ()),
            churn=words.get("churn", ()),
            followers=post.followers or 0,
            interactions=sum(count or 0 for count in (post.likes, post.shares, post.replies)),
            repeat_contact=words.get("repeat_contact", ()),
            unanswered=words.get("no_answer", ()),
        )


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
    if is_risk and sentiment is not Sentiment.POSITIVE:
        return ALWAYS
    return min(max(reach.complaint, reach.question), ALWAYS)


def _anger(customer: Customer) -> tuple[str, ...]:
    return customer.evidence if customer.type in {CustomerType.ANGRY, CustomerType.ABUSIVE} else ()


def _with_customer(assessment: Assessment, customer: Customer) -> tuple[Reason, ...]:
    if customer.type is CustomerType.NONE:
        return assessment.reasons
    # worth no points of its own, but a person must see why the customer is called so
    return (*assessment.reasons, Reason(name=f"customer is {customer.type}", points=0.0, evidence=customer.evidence))
