"""What is to be said about the draft in the reply box, in the viewer's language."""

import streamlit as st

from dashboard import backend
from dashboard.safe import plain
from dashboard.viewer import Viewer
from repwatch.drafting import judge
from triage.draft import Finding, Level, Post, Rule
from warehouse.case_file import CaseFile

_MARKS = {Level.STOP: "▲", Level.MEND: "◔", Level.CONSIDER: "○"}


def draft_check(text: str, file: CaseFile, *, post: Post | None = None, me: Viewer) -> None:
    """Draw the findings, gravest first, and how long the draft is; nothing for an empty one."""
    if not text.strip():
        return
    t = me.t
    local = backend.app().now().astimezone(me.zone).time()
    verdict = judge(text, customer_lang=file.lang, platform=file.case.key.platform, post=post, local=local)
    with st.container(key="checks", gap=None):
        # places that are still to be filled are one thing to do
        places = [plain(one.evidence) for one in verdict.findings if one.rule is Rule.UNFILLED]
        if places:
            with st.container(key="check-stop-places"):
                st.text(f"{_MARKS[Level.STOP]} {t('check.places', n=t.number(len(places)), places=', '.join(places))}")
        for number, finding in enumerate(one for one in verdict.findings if one.rule is not Rule.UNFILLED):
            # the words of a draft are a person's, so they are text and not markdown
            with st.container(key=f"check-{finding.level}-{number}"):
                st.text(f"{_MARKS[finding.level]} {finding_words(finding, me=me)}")
        if not verdict.findings:
            with st.container(key="check-fine"):
                st.text(t("check.fine"))
        if verdict.limit is not None:
            with st.container(key="muted-length"):
                length, limit = t.number(verdict.length), t.number(verdict.limit)
                st.text(t("check.count", length=length, limit=limit))


def finding_words(finding: Finding, *, me: Viewer) -> str:
    """What was found, in the viewer's language."""
    t, evidence = me.t, plain(finding.evidence)
    match finding.rule:
        case Rule.PRIVATE:
            return t("check.private", what=t.of("private", finding.kind), evidence=evidence)
        case Rule.LANGUAGE:
            return t(
                "check.language", written=t.of("language", finding.kind), customer=t.of("language", finding.evidence)
            )
        case Rule.STEP:
            return t("check.step", step=t.of("playbook", finding.kind))
        case Rule.PAST:
            return t("check.past", evidence=evidence, now=f"{backend.app().now().astimezone(me.zone):%H:%M}")
        case Rule.LENGTH:
            return t("check.length", evidence=evidence)
        case rule:
            return t(f"check.{rule}", evidence=evidence)
