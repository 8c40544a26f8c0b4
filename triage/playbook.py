"""The six steps of an answer, and what each is for."""

from enum import StrEnum

from triage.said import Kind


class Step(StrEnum):
    """What a good answer does, in this order; the last is done inside the team and no draft shows it."""

    ACKNOWLEDGE = "acknowledge"
    APOLOGISE = "apologise"
    CLARIFY = "clarify"
    OPTIONS = "options"
    ACT = "act"
    LEARN = "learn"


PUBLIC_STEPS = tuple(step for step in Step if step is not Step.LEARN)
"""The steps that a draft can show, in their order."""

NEEDED_STEPS = (Step.ACKNOWLEDGE, Step.APOLOGISE, Step.ACT)
"""What every answer to a complaint shows; questions and options only where they help."""


def needed_steps(kind: Kind) -> tuple[Step, ...]:
    """What an answer to such a post shows: who has no grievance is owed no apology."""
    return NEEDED_STEPS if kind is Kind.COMPLAINT else ()
