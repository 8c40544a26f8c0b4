"""Takes a person's names out of what a team keeps for long: saved replies, notes of fixes, and issues."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, RowMapping, select, update

from triage import namely
from warehouse.desk import Desk
from warehouse.tables import answer_outcome, case_event, case_text, config, issue, issue_post

SHORT = 3
"""A name of no more letters is met in other words everywhere, so only an @ before it tells."""
_REPLY = "reply"
_WORDS_OF = {"issue_fix": ("note",), _REPLY: ("title", "body")}
"""Where the configuration holds what people wrote."""


def names_from_words(connection: Connection, names: Sequence[str]) -> int:
    """Out of what was noted about an issue's fix, and saved as a reply, in every version; how many there were."""
    changed, titled = 0, set[str]()
    for row in connection.execute(select(config).where(config.c.kind.in_(_WORDS_OF))).mappings().all():
        told = {name: str(row["body"][name]) for name in _WORDS_OF[row["kind"]] if name in row["body"]}
        new = {name: _without(text, names) for name, text in told.items()}
        if new != told:
            same = (config.c.kind == row["kind"], config.c.name == row["name"], config.c.version == row["version"])
            connection.execute(update(config).where(*same).values(body={**row["body"], **new}))
            changed += 1
        if row["kind"] == _REPLY and new.get("title") != told.get("title"):
            titled.add(row["name"])
    return changed + _names_from_replies(connection, names, titled)


def names_from_issues(connection: Connection, names: Sequence[str], *, posts: Collection[tuple[str, str]]) -> int:
    """Out of what issues are called and known again by; how many there were."""
    found = list(_named_issues(connection, names, posts=posts))
    for row, new in found:
        connection.execute(update(issue).where(issue.c.issue_id == row["issue_id"]).values(new))
    return len(found)


def are_in_issues(desk: Desk, names: Sequence[str], *, posts: Collection[tuple[str, str]]) -> bool:
    """Whether an issue still has any of these names."""
    with desk.read() as connection:
        return any(True for _ in _named_issues(connection, names, posts=posts))


def _without(text: str, names: Sequence[str]) -> str:
    long = [name for name in names if len(name) > SHORT]
    return namely.without(namely.without(text, names, needs_at=True), long)


def _named_issues(
    connection: Connection, names: Sequence[str], *, posts: Collection[tuple[str, str]]
) -> Iterator[tuple[RowMapping, dict[str, Any]]]:
    """Issues that the person's posts are in, by any word of a name; others that say all of one, by these words."""
    wanted = set(posts)
    theirs = {
        row.issue_id
        for row in connection.execute(select(issue_post.c.platform, issue_post.c.native_id, issue_post.c.issue_id))
        if (row.platform, row.native_id) in wanted
    }
    for row in connection.execute(select(issue)).mappings().all():
        said = namely.words(" ".join((row["name_en"], row["name_fr"], *_terms(row["signature"]))))
        heard = names if row["issue_id"] in theirs else [name for name in names if namely.told_by(said, [name])]
        own = frozenset(word for name in heard for word in namely.words(name))
        new = {
            "name_en": namely.title_without(row["name_en"], own),
            "name_fr": namely.title_without(row["name_fr"], own),
            "signature": namely.signature_without(row["signature"], own),
        }
        if any(new[name] != row[name] for name in new):
            yield row, new


def _terms(signature: Mapping[str, float]) -> list[str]:
    return [term.removeprefix("word:") for term in signature if term.startswith("word:")]


def _names_from_replies(connection: Connection, names: Sequence[str], titled: Collection[str]) -> int:
    """A reply is named after its title, and others name it by that: all of them get its new name."""
    used = set(connection.scalars(select(config.c.name).where(config.c.kind == _REPLY).distinct()))
    long = [name for name in names if len(name) > SHORT]
    changed = 0
    for old in sorted(used):
        new = namely.slug_without(old, names if old in titled else long)
        if new != old:
            new = next(one for one in (new, *(f"{new}-{n}" for n in range(2, len(used) + 3))) if one not in used)
            used.add(new)
            _rename(connection, old, new)
            changed += 1
    return changed


def _rename(connection: Connection, old: str, new: str) -> None:
    connection.execute(update(config).where(config.c.kind == _REPLY, config.c.name == old).values(name=new))
    outcome = answer_outcome.c
    named = (outcome.basis == _REPLY, outcome.basis_name == old)
    connection.execute(update(answer_outcome).where(*named).values(basis_name=new))
    before, after = f"{_REPLY}:{old}@", f"{_REPLY}:{new}@"
    for column in (case_text.c.draft_from, case_text.c.kept_as):
        traced = select(case_text.c.case_id, column.label("code")).where(column.startswith(before))
        for row in connection.execute(traced).all():
            code = after + row.code.removeprefix(before)
            connection.execute(update(case_text).where(case_text.c.case_id == row.case_id).values({column.name: code}))
    event = case_event.c
    begun = event.details["started_from"].as_string()
    events = select(event.case_id, event.version, event.details).where(begun.startswith(before))
    for told in connection.execute(events).all():
        code = after + str(told.details["started_from"]).removeprefix(before)
        same = (event.case_id == told.case_id, event.version == told.version)
        details = {**told.details, "started_from": code}
        connection.execute(update(case_event).where(*same).values(details=details))
