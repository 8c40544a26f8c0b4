"""What each step of a run counts, in words for whoever reads its line."""

from collections.abc import Mapping

COUNTED: Mapping[str, Mapping[str, str]] = {
    "score": {"scored": "posts scored", "needs_answer": "of them need an answer"},
    "triage": {
        "threads": "conversations looked at",
        "posts": "posts judged",
        "opened": "cases opened for posts that need an answer",
        "gathered": "of them copies of another",
        "events": "lines added to the records of cases",
        "warned": "promises soon due",
        "breached": "promises broken",
        "woken": "snoozed cases back",
        "released": "cases given back to the queue",
        "escalated": "cases handed on",
        "reminded": "cases to ask back about",
    },
    "build": {
        "days": "days of reports brought up to date",
        "cases": "cases counted in them",
        "answers": "answers judged by what came of them",
        "complaints": "complaints grouped into issues",
    },
    "notify": {
        "raised": "alerts raised",
        "messages": "messages sent",
        "alerts": "alerts told in them",
        "waiting": "alerts waiting",
        "moot": "alerts no longer needed",
        "unsure": "alerts that may have been sent before",
        "failed": "alerts not sent",
    },
}
