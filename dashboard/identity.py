"""Who is at the page, from what the provider says of them: name, role, and until when they are believed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Self

from repwatch.names import person
from repwatch.roles import Actor, Role
from repwatch.settings import Settings


class UnknownPersonError(Exception):
    """The provider knows this person and the console does not; `label` says why."""

    def __init__(self, label: str) -> None:
        super().__init__(label)
        self.label = label


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """How claims become a name and a role."""

    name_claim: str
    role_claim: str
    roles: Mapping[str, Role]
    others: Role | None
    lasts: timedelta

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """The rules of an installation; ValueError says which line gives no role."""
        return cls(
            name_claim=settings.oidc_name_claim,
            role_claim=settings.oidc_role_claim,
            roles=dict(_pair(line) for line in settings.oidc_roles),
            others=Role.VIEWER if settings.oidc_others == "viewer" else None,
            lasts=timedelta(hours=settings.session_hours),
        )


def actor_of(claims: Mapping[str, Any], *, rules: Rules) -> Actor:
    """The person that the claims describe; UnknownPersonError where they give no name or no role."""
    name = person(str(claims.get(rules.name_claim) or ""))
    rests_on_email = "email" in {rules.name_claim, rules.role_claim}
    if not name or (rests_on_email and not _is_verified(claims)):
        raise UnknownPersonError("login.no_name")
    found = [rules.roles[value] for value in _values(claims.get(rules.role_claim)) if value in rules.roles]
    role = max(found, key=lambda one: one.rank, default=rules.others)
    if role is None:
        raise UnknownPersonError("login.no_role")
    return Actor(name=name, role=role, until=_issued(claims) + rules.lasts)


def _is_verified(claims: Mapping[str, Any]) -> bool:
    """Whether the address may be the person's: some providers say it in words, and many do not say it at all."""
    said = claims.get("email_verified")
    return said is None or str(said).strip().lower() in {"true", "1"}


def _issued(claims: Mapping[str, Any]) -> datetime:
    """When the provider vouched for them; a token that does not say so counts as long gone."""
    try:
        return datetime.fromtimestamp(float(claims["iat"]), tz=UTC)
    except (KeyError, TypeError, ValueError, OverflowError):
        return datetime.fromtimestamp(0, tz=UTC)


def _values(claim: object) -> Iterable[str]:
    """A claim is one value, or a list of them; anything else says nothing."""
    if isinstance(claim, str):
        return (claim,)
    return tuple(value for value in claim if isinstance(value, str)) if isinstance(claim, (list, tuple)) else ()


def _pair(line: str) -> tuple[str, Role]:
    value, _, role = line.rpartition("=")
    if not value.strip() or role.strip() not in set(Role):
        raise ValueError(f"oidc_roles: {line!r} gives no role; write value=viewer, value=agent or value=lead")
    return value.strip(), Role(role.strip())
