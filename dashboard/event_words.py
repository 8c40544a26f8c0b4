"""What was done to a case, as sentences about who did what."""

from dashboard.safe import plain
from dashboard.words import Words
from triage.events import SYSTEM, Event, EventKind
from triage.sla import Timer


def event_words(event: Event, *, t: Words) -> str:
    """An event as a sentence."""
    who = t("event.by_system") if event.actor == SYSTEM else plain(event.actor)
    return f"{who} · {_what(event, t=t)}"


def _what(event: Event, *, t: Words) -> str:  # noqa: C901, PLR0911 -- one case for each kind that says more
    said, what = event.details, t(f"event.{event.kind}")
    match event.kind:
        case EventKind.ANSWERED if said.get("is_detected"):
            by = str(said.get("signed_by") or "")
            return t("event.answered_signed", who=plain(by)) if by else t("event.answered_seen")
        case EventKind.DISMISSED if said.get("reason"):
            return _joined(what, t.of("dismiss", str(said["reason"])), t=t)
        case EventKind.ESCALATED:
            had = str(said.get("had") or "")
            gone = t("event.had", who=plain(had)) if had not in {"", event.actor} else ""
            reason = t.of("escalate", str(said.get("reason") or ""))
            return _joined(what, reason, _level(said.get("level"), t=t), gone, t=t)
        case EventKind.ASSIGNED if said.get("to"):
            return t("event.assigned_to", who=plain(str(said["to"])))
        case EventKind.RELEASED if said.get("reason") == "claim_expired":
            return t("event.claim_expired", who=plain(str(said.get("had") or "")))
        case EventKind.MERGED:
            return t("event.merged_into" if said.get("into") else "event.merged_taken")
        case EventKind.SEVERITY_CHANGED:
            return t("event.severity_from", was=said.get("was"), now=said.get("severity"))
        case EventKind.RESOLVED:
            return _joined(what, _outcome(said.get("outcome"), t=t), _content(said.get("satisfaction"), t=t), t=t)
        case EventKind.WARNED | EventKind.BREACHED:
            timer = t(f"of_timer.{Timer(str(said.get('timer', Timer.FIRST)))}")
            cause = t(f"because.{said['cause']}") if said.get("cause") else ""
            told = t(f"event.{event.kind}_of", timer=timer)
            return t("event.why", what=told, why=cause) if cause else told
        case EventKind.UNDONE:
            return t("event.undone_what", what=t.of("event", str(said.get("undid"))))
        case _:
            return what


def _joined(what: str, *more: str, t: Words) -> str:
    told = ", ".join(part for part in more if part)
    return t("event.joined", what=what, more=told) if told else what


def _level(level: object, *, t: Words) -> str:
    return t("event.level", n=level) if level else ""


def _outcome(outcome: object, *, t: Words) -> str:
    return t.of("outcome", str(outcome)) if outcome else ""


def _content(satisfaction: object, *, t: Words) -> str:
    return t("event.content", n=satisfaction) if satisfaction else ""
