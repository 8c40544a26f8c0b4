"""What a draft can be started from: saved replies and the playbook, best proven first, and past answers that worked."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from repwatch import proven
from repwatch.proven import Matter, Proof
from repwatch.replies import Library, Reply, ReplyError
from repwatch.templates import LANGUAGES, Playbook, Situation
from repwatch.tracing import playbook_versions
from triage.draft import Post
from triage.mention import MentionKey
from triage.nearness import matter_in, nearness
from triage.provenance import Basis, Origin
from triage.said import Kind
from triage.taking_up import is_about, shared_words
from triage.unnaming import without_persons
from warehouse import outcomes
from warehouse.case_file import CaseFile, case_file, excerpts
from warehouse.desk import Desk
from warehouse.lake import Lake
from warehouse.outcomes import Tally

_LOOKED_AT = 60
"""Past answers that are looked at for the best; those on the topic come first."""
_SHARED = 2
"""Words in common that it takes to say that two posts whose matter nobody heard are of one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What all texts led to, and the team as a whole."""

    tallies: Sequence[Tally]
    rate: float

    @classmethod
    def of(cls, desk: Desk) -> "Evidence":
        """As of the last build."""
        tallies = proven.of_words_in_use(outcomes.tallies(desk), Library.of(desk).still_says)
        return cls(tallies=tallies, rate=proven.team_rate(*outcomes.overall(desk)))

    def proof(self, basis: Basis, name: str, matter: Matter) -> Proof:
        """What one text led to, seen from a case."""
        return proven.proof(proven.of_text(self.tallies, basis, name), matter=matter, rate=self.rate)


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A text for a case: what it is, how this customer would read it, and what it led to.

    `reply` is the saved reply, None for the playbook's own draft. `nearness` is to what the post says, as far as known.
    """

    origin: Origin
    text: str
    proof: Proof
    reply: Reply | None = None
    is_for_this: bool = True
    nearness: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PastAnswer:
    """An answer of the team that led to recovery, as a text with places; nobody and nothing personal is in it."""

    case_id: str
    body: str
    topic: str
    customer_type: str
    answered_at: datetime
    change: float | None
    is_for_this: bool = False
    """Whether its customer complained of the same."""

    @property
    def origin(self) -> Origin:
        """What a draft that is started from it remembers."""
        return Origin(basis=Basis.ANSWER, name=self.case_id)


def offered(
    known: Sequence[Reply],
    evidence: Evidence,
    playbook: Playbook,
    situation: Situation,
    *,
    matter: Matter | None = None,
    draft: Origin | None = None,
    post: Post | None = None,
) -> list[Offer]:
    """Replies in the customer's language: those that fit the case first, then the nearest, then what led to more.

    `matter` is what the case counts as, where that is not what its words say; a reply that speaks of nothing of `post`
    does not fit it. With `draft`, the playbook's own draft is among them.
    """
    matter = matter or Matter(lang=situation.lang, topic=situation.topic, customer_type=situation.customer_type)
    found = [
        Offer(
            origin=one.origin,
            text=text,
            proof=evidence.proof(Basis.REPLY, one.name, matter),
            reply=one,
            is_for_this=_is_for(one, text, matter, post),
            nearness=_nearness(f"{one.title}. {text}", post, lang=one.lang, topics=one.topics),
        )
        for one in known
        if one.lang == situation.lang or situation.lang not in LANGUAGES
        for text in _readable(one, playbook, situation)
    ]
    if draft is not None:
        proof = evidence.proof(Basis.PLAYBOOK, draft.name, matter)
        # it takes up what was heard, so what it led to says whether it stands before the nearest reply
        nearest = max((one.nearness for one in found if one.is_for_this), default=0)
        found.append(Offer(origin=draft, text=playbook.draft(situation), proof=proof, nearness=nearest))
    return sorted(found, key=_order)


def _order(one: Offer) -> tuple[bool, int, float, bool, str]:
    return not one.is_for_this, -one.nearness, -one.proof.bound, one.reply is None, one.origin.code


def _nearness(text: str, post: Post | None, *, lang: str, topics: Sequence[str]) -> int:
    return nearness(text, post.text, post.said, lang=lang, topics=topics) if post else 0


def _is_for(one: Reply, text: str, matter: Matter, post: Post | None) -> bool:
    """Whether a reply was kept for such cases and, where the post is known, speaks of what stands there.

    One that was kept for topics fits a complaint whose words are surely of one of them, or that speaks of its matter:
    a reply is kept under the topic of its case, which a scorer may have taken for another.
    """
    if post is None:
        return one.fits(topic=matter.topic, customer_type=matter.customer_type)
    if post.said.matter is not None and matter_in(f"{one.title}. {text}", lang=one.lang) is post.said.matter:
        return one.customer_type in {"", matter.customer_type}
    if one.topics and post.said.kind is Kind.COMPLAINT:
        return post.said.topic in one.topics and one.fits(topic=post.said.topic, customer_type=matter.customer_type)
    is_kept_for = one.fits(topic=matter.topic, customer_type=matter.customer_type)
    return is_kept_for and is_about(text, post.text, post.said)


def _readable(one: Reply, playbook: Playbook, situation: Situation) -> list[str]:
    """The reply as it is read; nothing where an erased name has broken a place of it, until a lead mends it."""
    try:
        return [one.written(playbook, situation)]
    except ReplyError:
        return []


def playbook_origin(desk: Desk, lang: str) -> Origin:
    """What a draft that the playbook wrote remembers."""
    known = lang if lang in LANGUAGES else LANGUAGES[0]
    return Origin(basis=Basis.PLAYBOOK, name=known, version=playbook_versions(desk).get(known, 0))


def past(
    desk: Desk,
    lake: Lake,
    *,
    brand: str,
    matter: Matter,
    post: Post | None = None,
    but: str = "",
    limit: int = 3,
) -> list[PastAnswer]:
    """The team's own answers in like cases that led to recovery: the likest case first, then the greatest change.

    Where the words of `post` are known, cases are likest whose customer complained of the same.
    """
    if post is not None and post.said.topic:
        matter = replace(matter, topic=post.said.topic)
    rows = [
        row
        for row in outcomes.like(desk, brand=brand, lang=matter.lang, topic=matter.topic, limit=_LOOKED_AT)
        if row["case_id"] != but
    ]
    asked = excerpts(desk, [row["case_id"] for row in rows])
    is_same = {row["case_id"]: _is_same(asked.get(row["case_id"], ""), post, lang=matter.lang) for row in rows}
    rows = [row for row in rows if is_same[row["case_id"]] or _is_like(row["topic"], row["customer_type"], matter)]
    rows.sort(key=lambda row: row["answered_at"], reverse=True)
    rows.sort(
        key=lambda row: (
            not is_same[row["case_id"]],
            _unlike(row["topic"], row["customer_type"], matter),
            -(row["change"] or 0.0),
        )
    )
    said = outcomes.words(
        lake, [MentionKey(platform=row["platform"], native_id=row["answer_id"]) for row in rows if row["answer_id"]]
    )
    found: dict[str, PastAnswer] = {}
    for row in rows:
        if len(found) == limit:
            break
        file = case_file(desk, row["case_id"])
        known = said.get(MentionKey(platform=row["platform"], native_id=row["answer_id"])) if row["answer_id"] else None
        words = (known.text if known else None) or ("" if row["answer_id"] else file.draft)
        if body := _unnamed(words, file, has_figures=False):
            one = PastAnswer(
                case_id=row["case_id"],
                body=body,
                topic=row["topic"],
                customer_type=row["customer_type"],
                answered_at=row["answered_at"],
                change=row["change"],
                is_for_this=is_same[row["case_id"]],
            )
            found.setdefault(" ".join(body.split()).casefold(), one)
    return list(found.values())


def as_read(one: PastAnswer, playbook: Playbook, situation: Situation) -> str:
    """A past answer as this customer reads it; empty where it cannot be read, so that it keeps no other from it."""
    past_one = Reply(name="past", title="past", lang=situation.lang, body=one.body)
    return "".join(_readable(past_one, playbook, situation))


def made_from(text: str, file: CaseFile, *, agent: str) -> Reply:
    """The saved reply that an answer would make: its words, and places for whom and what it named."""
    lang = file.lang if file.lang in LANGUAGES else LANGUAGES[0]
    body = _unnamed(text, replace(file, draft_by=agent))
    return Reply(name="", title="", lang=lang, body=body, topics=(file.topic,) if file.topic else ())


def _unnamed(text: str, file: CaseFile, *, has_figures: bool = True) -> str:
    names = [name for name in (file.author_name, file.author_id) if name]
    return without_persons(text, lang=file.lang, names=names, agent=file.draft_by or "", has_figures=has_figures)


def _is_same(asked: str, post: Post | None, *, lang: str) -> bool:
    """Whether another customer complained of what this one does; where no matter is heard, in words they share."""
    if post is None or not asked:
        return False
    if post.said.matter is not None:
        return matter_in(asked, lang=lang) is post.said.matter
    return len(shared_words(asked, post.text)) >= _SHARED


def _is_like(topic: str, customer_type: str, matter: Matter) -> bool:
    """The same topic, or the same way to be difficult."""
    return topic == matter.topic or (customer_type == matter.customer_type and customer_type not in {"", "none"})


def _unlike(topic: str, customer_type: str, matter: Matter) -> int:
    return (topic != matter.topic) + (customer_type != matter.customer_type)
