"""Drafts of answers: what the playbook offers for a case, and what is to be said about a draft that was written."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import time
from functools import cache, lru_cache

from repwatch.templates import LANGUAGES, Playbook, Situation
from scoring.language import Detector
from scoring.topics import OTHER
from triage import draft
from triage.abuse import Stance, stance
from triage.draft import UNKNOWN, Post, Verdict
from triage.said import Said, heard


def judge(
    text: str,
    *,
    customer_lang: str = UNKNOWN,
    platform: str = "",
    post: Post | None = None,
    local: time | None = None,
) -> Verdict:
    """Check a public draft; its language is heard from its words.

    It is held against the post that it answers, and against the time of day where it is written, where they are told.
    """
    written = _detector().detect(text).code if text.strip() else UNKNOWN  # the first detection reads a model
    return draft.check(
        text, written_lang=written, customer_lang=customer_lang, platform=platform, post=post, local=local
    )


@lru_cache(maxsize=512)
def listen(text: str, *, lang: str, intent: str = "", topic: str = "", customer_type: str = "none") -> Said:
    """What a post says, known again as long as its case is looked at."""
    return heard(text, lang=lang, intent=intent, topic=topic, customer_type=customer_type)


def to_answer(situation: Situation, said: Said) -> Situation:
    """The same situation with what the customer said; what the words leave in doubt is left open."""
    return replace(
        situation,
        topic=said.topic or OTHER,
        customer_type=said.customer_type,
        kind=said.kind,
        matter=said.matter,
        wish=said.wish,
        given=said.given,
        asked=said.asked,
    )


def offer(playbook: Playbook, situation: Situation, *, said: str, answers: Sequence[str] = ()) -> tuple[Stance, str]:
    """What to do about a customer's newest words, and the draft for it; none where nothing should be said."""
    found = stance(said, answers=answers)
    if found is Stance.ANSWER:
        return found, playbook.draft(situation)
    return found, playbook.boundary(found, situation)


@cache
def _detector() -> Detector:
    # told apart among the languages that the rules know, and some that a slip of the hand may bring
    return Detector((*LANGUAGES, "de", "es", "it", "pt"))
