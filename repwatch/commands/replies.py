"""Commands about saved replies: list them with what they led to, read one, save, edit, retire, and see what worked."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from repwatch import business, offering, replies
from repwatch.commands.reports import show
from repwatch.commands.shared import AsJson, Exit, Now, existing, fail, opened, out, print_json, told
from repwatch.drafting import listen, to_answer
from repwatch.offering import Evidence
from repwatch.proven import Matter, Proof
from repwatch.replies import Reply, ReplyError
from repwatch.roles import Actor, NotPermittedError, Role
from repwatch.templates import Situation
from repwatch.wiring import App
from triage.draft import Post
from triage.provenance import Basis
from warehouse.case_file import CaseFile, case_file
from warehouse.config import StaleEntryError

app = typer.Typer(help="Saved replies, and what they led to.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(help="The name of a reply, as `replies list` prints it.")]
By = Annotated[str, typer.Option("--by", help="Who does it, for the record.", envvar="USER")]
AsCsv = Annotated[bool, typer.Option("--csv", help="Print CSV for a spreadsheet.")]
Lang = Annotated[Literal["en", "fr"] | None, typer.Option("--lang", help="en or fr.")]
Topics = Annotated[list[str] | None, typer.Option("--topic", help="A topic it is for; say it again for more.")]
CustomerKind = Annotated[str | None, typer.Option("--type", help="The type of customer it is for.")]
Title = Annotated[str | None, typer.Option(help="What colleagues call it.")]


@app.command("list")
def list_replies(*, lang: Lang = None, now: Now = "", as_json: AsJson = False, as_csv: AsCsv = False) -> None:
    """Print the replies in use with what they led to, the surest first within each language."""
    with _running(now=now) as running:
        evidence = Evidence.of(running.desk)
        found = [one for one in replies.replies(running.desk) if lang in {None, one.lang}]
        rows = [_row(one, evidence.proof(Basis.REPLY, one.name, Matter(lang=one.lang, topic=""))) for one in found]
    rows.sort(key=lambda row: (row["lang"], -row["bound"], row["name"]))
    show({"replies": rows}, rows, title="Saved replies", as_json=as_json, as_csv=as_csv)


@app.command("show")
def show_reply(name: Name, *, as_json: AsJson = False) -> None:
    """Print a reply, and who changed it when; a retired one with its last words."""
    with _running() as running:
        versions = replies.history(running.desk, name)
        if not versions:
            fail(f"no reply was ever called {name!r}; `repwatch replies list` names those in use", code=Exit.USAGE)
    record: list[dict[str, Any]] = [
        {
            "version": one.entry.version,
            "did": "retired" if one.is_removed else "saved",
            "by": one.entry.changed_by,
            "at": one.entry.changed_at,
            **({} if one.is_removed else one.entry.body),
        }
        for one in versions
    ]
    if as_json:
        print_json({"name": name, "is_retired": versions[0].is_removed, "versions": record})
        return
    latest = next(row for row in record if "body" in row)
    out.print(latest["title"], markup=False)
    out.print(latest["body"], markup=False)
    for row in record:
        out.print(
            f"  version {row['version']}: {row['did']} by {row['by']} at {row['at']:%Y-%m-%d %H:%M}", markup=False
        )


@app.command("save")
def save(
    file: Annotated[str, typer.Argument(help="A file with the reply; - is standard input.")],
    *,
    title: Annotated[str, typer.Option(help="What colleagues call it.")],
    lang: Annotated[Literal["en", "fr"], typer.Option(help="The language it is written in.")],
    topic: Topics = None,
    kind: CustomerKind = None,
    by: By = "operator",
) -> None:
    """Save a reply from a file; places are {{ name }}, {{ brand }}, {{ agent }}, {{ channel }}, {{ fill('what') }}."""
    body = _text(file)
    with _running() as running:
        kept = Reply(name="", title=title, lang=lang, body=body, topics=tuple(topic or ()), customer_type=kind or "")
        done = replies.save(running.desk, kept, by=_lead(by), now=running.now(), seen_version=0)
    out.print(f"saved as {done.name}, version {done.version}", markup=False)


@app.command("edit")
def edit(
    name: Name,
    file: Annotated[str | None, typer.Argument(help="A file with the new words; - is standard input.")] = None,
    *,
    title: Title = None,
    topic: Topics = None,
    kind: CustomerKind = None,
    by: By = "operator",
) -> None:
    """Save a new version of a reply: its words, its title, or what it is for; earlier versions stay."""
    body = _text(file) if file else None
    with _running() as running:
        was = replies.reply(running.desk, name)
        new = replace(
            was,
            title=was.title if title is None else title,
            body=was.body if body is None else body,
            topics=was.topics if topic is None else tuple(topic),
            customer_type=was.customer_type if kind is None else kind,
        )
        done = replies.save(running.desk, new, by=_lead(by), now=running.now(), seen_version=was.version)
    out.print(f"{done.name} is at version {done.version}", markup=False)


@app.command("retire")
def retire(name: Name, *, by: By = "operator") -> None:
    """Take a reply out of use: it is offered no more, its versions and its figures stay."""
    with _running() as running:
        replies.retire(running.desk, name, by=_lead(by), now=running.now())
    out.print(f"{name} is retired; `repwatch replies show {name}` still prints it", markup=False)


@app.command("worked")
def worked(  # noqa: PLR0913 -- one option per way to ask
    case: Annotated[str | None, typer.Argument(help="A case, to see what worked in cases like it.")] = None,
    *,
    brand: Annotated[str, typer.Option(help="Without a case: past answers of this brand.")] = "",
    lang: Lang = None,
    topic: Annotated[str, typer.Option(help="Without a case: the topic.")] = "other",
    kind: Annotated[str, typer.Option("--type", help="Without a case: the type of customer.")] = "none",
    limit: Annotated[int, typer.Option(help="Past answers at most.")] = 3,
    now: Now = "",
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Print what led to recovery in cases like one: saved replies best proven first, then past answers, unnamed."""
    with _running(now=now) as running:
        file = case_file(running.desk, case) if case else None
        brand = file.case.brand if file else brand or next(iter(business.titles(running.desk)), "")
        matter = _matter(file) if file else Matter(lang=lang or "en", topic=topic, customer_type=kind)
        playbook = business.playbook(running.desk, running.settings.playbook)
        situation = Situation(lang=matter.lang, topic=matter.topic, customer_type=matter.customer_type)
        post = _post(file) if file else None
        if post is not None:
            situation = to_answer(situation, post.said)
        found = offering.offered(
            replies.replies(running.desk),
            Evidence.of(running.desk),
            playbook,
            situation,
            matter=matter,
            draft=offering.playbook_origin(running.desk, matter.lang),
            post=post,
        )
        past = offering.past(
            running.desk, running.lake, brand=brand, matter=matter, post=post, but=case or "", limit=limit
        )
    texts = [
        {
            "basis": one.origin.basis.value,
            "name": one.origin.name,
            **asdict(one.proof),
            "is_for_this": one.is_for_this,
            "case_id": None,
            "body": one.reply.body if one.reply else one.text,
        }
        for one in found
    ]
    answers = [
        {
            **dict.fromkeys(texts[0] if texts else ()),
            "basis": Basis.ANSWER.value,
            "name": f"{one.topic} {one.answered_at:%Y-%m-%d}",
            "case_id": one.case_id,
            "is_for_this": one.is_for_this,
            "body": one.body,
        }
        for one in past
    ]
    rows = [*texts, *answers]
    show({**asdict(matter), "brand": brand, "worked": rows}, rows, title="What worked", as_json=as_json, as_csv=as_csv)


def _matter(file: CaseFile) -> Matter:
    return Matter(lang=file.lang, topic=file.topic, customer_type=file.customer_type)


def _post(file: CaseFile) -> Post:
    said = listen(file.excerpt, lang=file.lang, topic=file.topic, customer_type=file.customer_type)
    return Post(text=file.excerpt, said=said)


def _row(one: Reply, proof: Proof) -> dict[str, Any]:
    return {
        "name": one.name,
        "title": one.title,
        "lang": one.lang,
        "topics": " ".join(one.topics) or "all",
        "customer_type": one.customer_type or "all",
        "n": proof.n,
        "heard": proof.heard,
        "recovered": proof.recovered,
        "bound": round(proof.bound, 4),
        "version": one.version,
        "approved_by": one.approved_by,
        "changed_by": one.changed_by,
    }


@contextmanager
def _running(*, now: str = "") -> Iterator[App]:
    with opened(now=now) as running:
        try:
            yield running
        except StaleEntryError as error:
            name, by = error.latest.name, error.latest.changed_by
            fail(f"there is a reply {name!r} already, by {by}: `repwatch replies edit {name}` changes it")
        except (ReplyError, NotPermittedError) as error:
            fail(error)


def _lead(by: str) -> Actor:
    """Whoever has the command line of an installation runs it."""
    return Actor(name=by or os.environ.get("USER") or "operator", role=Role.LEAD)


def _text(file: str) -> str:
    if file == "-":
        return sys.stdin.read()
    try:
        with told():
            return existing(Path(file)).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        fail(f"{file} is no text in UTF-8", code=Exit.USAGE)
