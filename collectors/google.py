"""Google's APIs as collectors read them: access by a service account or by consent, and limits told in the body."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from collectors import tokens
from collectors.base import Http, Response
from collectors.errors import RefusedError, RetryLaterError
from collectors.fields import decode

_TOKEN_URL = "https://oauth2.googleapis.com/token"  # noqa: S105 -- an address, not a token
_JWT_GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
_LIFE = timedelta(hours=1)
_LIMITS = frozenset({
    "RATE_LIMIT_EXCEEDED",
    "dailyLimitExceeded",
    "quotaExceeded",
    "rateLimitExceeded",
    "userRateLimitExceeded",
})
_LIMIT_WAIT = timedelta(hours=1)
_REFUSED = frozenset({403})


@dataclass(frozen=True, slots=True, kw_only=True)
class GoogleApi:
    """One API under one credential: the JSON of a service account's key, or that of an authorized user."""

    http: Http
    base: str
    credential: str
    scope: str

    def get(
        self, path: str, *, params: Mapping[str, str] | None = None, allow_status: frozenset[int] = frozenset()
    ) -> Response:
        """Fetch `path`; a spent quota, which Google tells by 403 and a reason in the body, is no refusal."""
        access = tokens.kept(self.http, f"{self.credential} {self.scope}", self._token)
        response = self.http.get(
            f"{self.base}/{path}",
            params=params,
            headers={"Authorization": f"Bearer {access}"},
            allow_status=allow_status | _REFUSED,
        )
        if response.status in _REFUSED:
            if reasons(response) & _LIMITS:
                raise RetryLaterError(f"{self.base} gave its whole quota", after=_LIMIT_WAIT)
            raise RefusedError(f"{self.base} refuses {self.credential}: check its rights", status=response.status)
        return response

    def _token(self) -> tokens.Token:
        fields = tokens.credential_fields(self.http, self.credential, "type")
        url = fields.get("token_uri", _TOKEN_URL)
        if fields["type"] == "authorized_user":
            names = ("client_id", "client_secret", "refresh_token")
            fields = tokens.credential_fields(self.http, self.credential, *names)
            form = {"grant_type": "refresh_token", **{name: fields[name] for name in names}}
        else:
            fields = tokens.credential_fields(self.http, self.credential, "client_email", "private_key")
            form = {"grant_type": _JWT_GRANT, "assertion": self._assertion(fields, url=url)}
        return tokens.granted(self.http, url, form=form, credential=self.credential)

    def _assertion(self, fields: Mapping[str, str], *, url: str) -> str:
        now = self.http.now()
        claims = {"iss": fields["client_email"], "scope": self.scope, "aud": url, "iat": now, "exp": now + _LIFE}
        return tokens.signed(
            claims,
            key=fields["private_key"],
            algorithm="RS256",
            credential=self.credential,
            key_id=fields.get("private_key_id"),
        )


def reasons(response: Response) -> set[str]:
    """Why Google says no: the reasons in the body of an error, in the older and in the newer form."""
    try:
        answer = decode(response.body)
    except ValueError:
        return set()
    error = answer.get("error") if isinstance(answer, dict) else None
    if not isinstance(error, dict):
        return set()
    parts = [part for name in ("errors", "details") if isinstance(error.get(name), list) for part in error[name]]
    return {reason for part in parts if isinstance(part, dict) and isinstance(reason := part.get("reason"), str)}
