"""Commands about answers: check a draft, print what the playbook offers, practise on invented posts."""

import sys
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from repwatch import exercise
from repwatch.commands.shared import AsJson, Exit, existing, fail, out, print_json, told
from repwatch.drafting import judge, listen, to_answer
from repwatch.exercise import Exercise, Marked, why, why_boundary
from repwatch.settings import load
from repwatch.templates import Playbook, PlaybookError, Situation
from triage.draft import UNKNOWN, Finding, Level, Verdict

app = typer.Typer()
draft_app = typer.Typer(help="Drafts of public answers.")
_MARKS = {Level.STOP: "[red]stop[/]    ", Level.MEND: "[yellow]mend[/]    ", Level.CONSIDER: "consider"}

Lang = Annotated[Literal["en", "fr"] | None, typer.Option("--lang", help="en or fr.")]


@draft_app.command("check")
def check(
    file: Annotated[str, typer.Argument(help="A file with the draft; - is standard input.")],
    *,
    lang: Annotated[str, typer.Option(help="The customer's language, such as fr.")] = UNKNOWN,
    platform: Annotated[str, typer.Option(help="Where it will be sent: its limit counts.")] = "",
    as_json: AsJson = False,
) -> None:
    """Say what is wrong with a draft and which steps it shows; exit code 1 where it must not be sent as it is."""
    verdict = judge(_text(file), customer_lang=lang, platform=platform)
    if as_json:
        print_json(_told(verdict))
    else:
        _print(verdict, lang="fr" if lang == "fr" else "en")
    if not verdict.may_be_sent:
        raise typer.Exit(int(Exit.PROBLEM))


@draft_app.command("offer")
def offer(
    *,
    lang: Annotated[Literal["en", "fr"], typer.Option(help="The customer's language.")] = "en",
    topic: Annotated[str, typer.Option(help="What the post is about.")] = "other",
    customer_type: Annotated[str, typer.Option("--type", help="angry, impatient, … or none.")] = "none",
    platform: Annotated[str, typer.Option(help="Where it will be sent.")] = "",
    name: Annotated[str, typer.Option(help="The customer's name.")] = "",
    post: Annotated[str, typer.Option(help="The customer's words, which the draft takes up.")] = "",
) -> None:
    """Print the draft that the playbook offers, with the installation's own sentences."""
    with told():
        folder = load().playbook
    situation = Situation(lang=lang, topic=topic, customer_type=customer_type, platform=platform, name=name)
    if post:
        situation = to_answer(situation, listen(post, lang=lang, topic=topic, customer_type=customer_type))
    try:
        out.print(Playbook.load(folder).draft(situation), markup=False)
    except PlaybookError as error:
        fail(error, code=Exit.SETUP)


@app.command()
def practice(
    *,
    lang: Lang = None,
    seed: Annotated[int | None, typer.Option(help="The same number deals the same post.")] = None,
    answer: Annotated[str | None, typer.Option(help="Your answer; without it, it is asked for.")] = None,
    as_json: AsJson = False,
) -> None:
    """Deal an invented difficult post, and say what an answer to it lacks, and why."""
    post = exercise.deal(lang=lang, seed=seed)
    if not as_json:
        about = f"post {post.number} · {post.platform} · {post.topic} · {post.customer_type}"
        out.print(f"[bold]{about}[/]")
        out.print(post.text, markup=False)
    if answer is None:
        answer = typer.prompt("\nVotre réponse" if post.lang == "fr" else "\nYour answer", default="", err=as_json)
    marked = exercise.mark(str(answer), post)
    if as_json:
        print_json(_told_practice(post, marked))
        return
    _print(marked.verdict, lang=post.lang)
    if marked.lacks_boundary:
        out.print(f"{_MARKS[Level.MEND]}  {why_boundary(lang=post.lang)}")
    out.print(f"[bold]{marked.points}/5[/]")


def _text(file: str) -> str:
    if file == "-":
        return sys.stdin.read()
    try:
        with told():
            return existing(Path(file)).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        fail(f"{file} is no text in UTF-8", code=Exit.USAGE)


def _print(verdict: Verdict, *, lang: str) -> None:
    for finding in verdict.findings:
        out.print(f"{_MARKS[finding.level]}  {_name(finding)}", end="  ")
        out.print(finding.evidence, markup=False)
        out.print(f"          [dim]{why(finding, lang=lang)}[/]")
    shown = ", ".join(sorted(verdict.steps)) or ("aucune" if lang == "fr" else "none")
    limit = f" / {verdict.limit}" if verdict.limit is not None else ""
    out.print(f"{'étapes' if lang == 'fr' else 'steps'}: {shown}; {verdict.length}{limit}")


def _name(finding: Finding) -> str:
    return f"{finding.rule} {finding.kind}".strip()


def _told(verdict: Verdict) -> dict[str, Any]:
    return {
        "may_be_sent": verdict.may_be_sent,
        "steps": sorted(verdict.steps),
        "length": verdict.length,
        "limit": verdict.limit,
        "findings": [
            {"rule": each.rule, "level": each.level, "kind": each.kind, "evidence": each.evidence}
            for each in verdict.findings
        ],
    }


def _told_practice(post: Exercise, marked: Marked) -> dict[str, Any]:
    told_post = {"number": post.number, "lang": post.lang, "platform": post.platform, "topic": post.topic}
    missing = [why(each, lang=post.lang) for each in marked.verdict.findings]
    return {
        "post": {**told_post, "customer_type": post.customer_type, "text": post.text},
        **_told(marked.verdict),
        "lacks_boundary": marked.lacks_boundary,
        "why": missing + ([why_boundary(lang=post.lang)] if marked.lacks_boundary else []),
        "points": marked.points,
    }
