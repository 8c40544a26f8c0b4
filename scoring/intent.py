"""What a post is for, and whether it needs an answer."""

from dataclasses import dataclass
from enum import StrEnum

from scoring.cues import Cues
from scoring.mood import Sentiment

# what must be there for a question or a request: a probability alone cannot be shown to anyone
_ASKING = ("question_mark", "asking", "why")
_OUTRIGHT = ("request", "outright")
_REQUESTING = ("request", "demand", "negotiation", "please", "help")
RISKS = frozenset(("safety", "hazard", "legal", "privacy", "discrimination", "threat"))
_BLAMING = frozenset(("failure", "outrage", "no_answer", "insult", "demand", "churn", "repeat_contact", *RISKS))
_FAULTY = frozenset((*_BLAMING, "problem", "disappointment", "impossible"))
_GRUMBLING = frozenset(("waiting", "swearing", "money", "again", "help", "why", "negation", "attempt", "urgency"))
# what chatter lacks: something bought or used, or somebody spoken to
_CUSTOM = frozenset((
    "owed",
    "order",
    "service",
    "device",
    "money",
    "contacted",
    "waiting",
    "second_person",
    "addressed",
    "rated",
))
# whoever tells of a risk as their own, or to the brand
INVOLVED = frozenset((*_CUSTOM, "first_person", "mentions"))
# How much of the threshold it takes, by what is said. Blame in so many words needs little; a post that names
# nothing wrong has to be unlike anything harmless.
_OWED, _BLAMED, _FAULT, _GRUMBLED, _UNSAID = 0.5, 0.75, 0.875, 1.0, 1.25
_GLAD = 0.1
# of a plain question, and of one in a few words, which give a model little to go by
_PLAIN, _BRIEF = 0.6, 0.35
# the value of a cue of which two phrases are found
_TWICE = 1.5
_STRAY = 0.7
# What says that a post is not a customer's own takes a share of its reach: a phrase of a brand's answer where nobody
# says "I", two of them or a signature, what is passed on, and a link for everyone to see.
_BRANDLIKE, _BRAND, _PASSED_ON, _LINKED = 0.4, 0.25, 0.5, 0.8
_I = ("i", "i'm", "im", "i've", "ive", "i'd", "i'll", "my", "me", "mine", "myself")
_SELF = frozenset((*_I, "je", "j'", "mon", "ma", "mes", "moi", "m'"))


class Intent(StrEnum):
    """What the author wants of the brand."""

    COMPLAINT = "complaint"
    QUESTION = "question"
    REQUEST = "request"
    PRAISE = "praise"
    SPAM = "spam"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """The probabilities from which a post counts as a complaint, or as a question or request."""

    complaint: float = 0.35
    question: float = 0.55


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """How many times its threshold a post reaches, as a complaint and as a question or request; 0 where it is none."""

    complaint: float
    question: float
    is_request: bool
    is_spam: bool = False


def reach_of(
    cues: Cues,
    *,
    complaint: float,
    question: float,
    sentiment: Sentiment,
    thresholds: Thresholds,
    knows_words: bool = True,
) -> Reach:
    """Hold the probabilities against the thresholds, which fall and rise with what is said.

    Of a language whose words are not known, a question mark is all that can be heard.
    """
    if _is_spam(cues, sentiment):
        return Reach(complaint=0.0, question=0.0, is_request=False, is_spam=True)
    is_heard = _is_heard(cues, sentiment) or max(complaint, question) >= _STRAY
    asked = _sum(cues, _ASKING)
    requested = _sum(cues, _REQUESTING)
    is_plain = not cues.words.keys().isdisjoint(_OUTRIGHT) or (
        "question_mark" in cues.values and (asked + requested > 1 or not knows_words or _is_put_to_somebody(cues))
    )
    ordered = max(cues.values.get("demand", 0.0), cues.values.get("negotiation", 0.0))
    is_ordered = ordered >= _TWICE and sentiment is not Sentiment.POSITIVE
    asks = is_ordered or (bool(asked or requested) and (is_heard or is_plain))
    if is_ordered:
        # what is ordered or bargained for in so many words is wanted, whatever it looks like
        question = max(question, thresholds.question)
    glad = _GLAD if sentiment is Sentiment.POSITIVE else 0.0
    blamed = (complaint - glad) / (thresholds.complaint * _share(cues, sentiment)) if is_heard else 0.0
    asked_least = thresholds.question
    if is_plain:
        asked_least *= _BRIEF if "very_short" in cues.values else _PLAIN
    owned = _owned(cues)
    return Reach(
        complaint=round(max(0.0, blamed * owned), 4),
        question=round(owned * question / asked_least, 4) if asks else 0.0,
        is_request=requested > asked,
    )


def intent_of(reach: Reach, *, sentiment: Sentiment, cut: float = 1.0) -> Intent:
    """Name the intent of what reaches `cut` times its threshold; a complaint that also asks is a complaint."""
    if reach.complaint >= cut:
        return Intent.COMPLAINT
    if reach.question >= cut:
        return Intent.REQUEST if reach.is_request else Intent.QUESTION
    if reach.is_spam:
        return Intent.SPAM
    return Intent.PRAISE if sentiment is Sentiment.POSITIVE else Intent.OTHER


def _is_spam(cues: Cues, sentiment: Sentiment) -> bool:
    """Tell what is sold to everyone, by two of its phrases or one and a link; who has a grievance sells nothing."""
    pushed = cues.words.get("spam", ())
    is_pushed = len(pushed) > 1 or ("link" in cues.values and bool(pushed))
    return is_pushed and sentiment is not Sentiment.NEGATIVE and not has_any(cues, _FAULTY)


def _is_put_to_somebody(cues: Cues) -> bool:
    """Tell "vous livrez le dimanche ?", whose words stand as in a statement."""
    return "not_english" in cues.values and "second_person" in cues.values


def _is_heard(cues: Cues, sentiment: Sentiment) -> bool:
    """Tell a customer's post from chatter, of which only the strongest is taken for one."""
    return has_any(cues, _CUSTOM) or (sentiment is Sentiment.NEGATIVE and has_any(cues, _FAULTY))


def _owned(cues: Cues) -> float:
    """Give the share of its reach that a post keeps, by how far it is a customer's own."""
    values = cues.values
    if "brand_voice" in values or "signature" in values:
        said = cues.words.get("first_person", ())
        if _SELF.isdisjoint(word.lower().replace("\u2019", "'") for word in said):
            is_brand = "signature" in values or len(cues.words["brand_voice"]) > 1
            return _BRAND if is_brand else _BRANDLIKE
    if "retweet" in values:
        return _PASSED_ON
    return _LINKED if "link" in values and "addressed" not in values else 1.0


def _share(cues: Cues, sentiment: Sentiment) -> float:
    is_owed = "owed" in cues.values or ("order" in cues.values and "waiting" in cues.values)
    if is_owed:
        return _OWED
    if sentiment is Sentiment.NEGATIVE and has_any(cues, _BLAMING):
        return _BLAMED
    if has_any(cues, _FAULTY):
        return _FAULT
    return _GRUMBLED if has_any(cues, _GRUMBLING) else _UNSAID


def _sum(cues: Cues, names: tuple[str, ...]) -> float:
    # most posts have none
    return 0.0 if cues.values.keys().isdisjoint(names) else sum(cues.values.get(name, 0.0) for name in names)


def has_any(cues: Cues, names: frozenset[str]) -> bool:
    return not names.isdisjoint(cues.values)
