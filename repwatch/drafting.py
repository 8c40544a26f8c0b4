"""Drafts of answers: what the playbook offers for a case, and what is to be said about a draft that was written."""

from collections.abc import Sequence
from functools import cache

from repwatch.templates import LANGUAGES, Playbook, Situation
from scoring.language import Detector
from triage import draft
from triage.abuse import Stance, stance
from triage.draft import UNKNOWN, Verdict


def judge(text: str, *, customer_lang: str = UNKNOWN, platform: str = "") -> Verdict:
    """Check a public draft; its language is heard from its words."""
    written = _detector().detect(text).code if text.strip() else UNKNOWN  # the first detection reads a model
    return draft.check(text, written_lang=written, customer_lang=customer_lang, platform=platform)


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
