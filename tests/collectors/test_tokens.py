"""Tokens are asked for no more often than needed, and nothing that goes wrong shows what they are made of."""

from datetime import timedelta

import jwt
import pytest

from collectors.errors import CollectError, RefusedError, RetryLaterError, SetupError
from collectors.testing import START, Clock, open_http
from collectors.tokens import Token, granted, kept, signed
from tests.collectors.servers.loopback import Answer
from tests.collectors.servers.reviewed import ec_key, rsa_key
from tests.collectors.servers.scripted import ScriptedServer

KEYS = {"ES256": ec_key, "RS256": rsa_key}


@pytest.mark.parametrize("algorithm", KEYS)
@pytest.mark.parametrize("breaks", ["\n", "\\n", "\r\n"])
def test_a_key_signs_however_its_line_breaks_are_written(algorithm: str, breaks: str) -> None:
    key = KEYS[algorithm]().replace("\n", breaks)

    token = signed({"iss": "a"}, key=key, algorithm=algorithm, credential="KEY", key_id="7")

    assert jwt.get_unverified_header(token) == {"alg": algorithm, "kid": "7", "typ": "JWT"}


@pytest.mark.parametrize("algorithm", KEYS)
@pytest.mark.parametrize(
    "key",
    [
        "",
        "s3cret",
        "ssh-rsa s3cret",
        "-----BEGIN PRIVATE KEY-----\ns3cret\n-----END PRIVATE KEY-----",
        "-----BEGIN PUBLIC KEY-----\ns3cret\n-----END PUBLIC KEY-----",
    ],
)
def test_what_is_no_key_is_told_without_being_shown(algorithm: str, key: str) -> None:
    with pytest.raises(SetupError, match="KEY") as raised:
        signed({}, key=key, algorithm=algorithm, credential="KEY")

    assert "s3cret" not in str(raised.value)


def test_a_key_of_another_kind_does_not_sign() -> None:
    with pytest.raises(SetupError):
        signed({}, key=rsa_key(), algorithm="ES256", credential="KEY")
    with pytest.raises(SetupError):
        signed({}, key=ec_key(), algorithm="RS256", credential="KEY")


def test_a_token_is_kept_by_name_and_client_until_shortly_before_it_expires() -> None:
    clock, made = Clock(), list[str]()

    def make() -> Token:
        made.append("made")
        return Token(value=str(len(made)), until=clock.now() + timedelta(hours=1))

    with open_http(clock) as http, open_http(clock) as other:
        assert [kept(http, "a", make), kept(http, "a", make)] == ["1", "1"]
        assert [kept(http, "b", make), kept(other, "a", make)] == ["2", "3"]
        clock.moment = START + timedelta(minutes=58)
        assert kept(http, "a", make) == "1"
        clock.moment = START + timedelta(minutes=59)
        assert kept(http, "a", make) == "4"


@pytest.mark.loopback
@pytest.mark.parametrize(
    ("said", "lives"),
    [({"expires_in": 3599}, 3599), ({"expires_in": "359999"}, 359_999), ({}, 600), ({"expires_in": None}, 600)],
)
def test_a_token_lives_as_long_as_its_server_says(said: dict[str, object], lives: int) -> None:
    answer = Answer.json({"access_token": "t", **said})
    with ScriptedServer({"/token": answer}) as server, open_http(Clock()) as http:
        token = granted(http, f"{server.url}/token", form={"grant_type": "x"}, credential="KEY")

    assert (token.value, token.until) == ("t", START + timedelta(seconds=lives))


@pytest.mark.loopback
@pytest.mark.parametrize(
    ("answer", "expected", "told"),
    [
        (Answer.json({"error": "invalid_grant", "error_description": "s3cret"}, status=400), RefusedError, "KEY"),
        (Answer.json({"error": "the s3cret is wrong"}, status=401), RefusedError, "no reason given"),
        (Answer.json({"error": {"message": "s3cret"}}, status=400), RefusedError, "no reason given"),
        (Answer.json({"token": "s3cret"}), RefusedError, "without a token"),
        (Answer.json({"access_token": ""}), RefusedError, "without a token"),
        (Answer(body=b"s3cret"), RetryLaterError, "not JSON"),
        (Answer(body=b"s3cret", status=500), RetryLaterError, "in trouble"),
        (Answer(body=b"s3cret", status=404), SetupError, "nothing at"),
    ],
)
def test_a_server_that_gives_no_token_is_told_without_what_was_sent(
    answer: Answer, expected: type[CollectError], told: str
) -> None:
    with (
        ScriptedServer({"/token": answer}) as server,
        open_http(Clock()) as http,
        pytest.raises(expected, match=told) as raised,
    ):
        granted(http, f"{server.url}/token", form={"assertion": "s3cret"}, credential="KEY")

    assert "s3cret" not in str(raised.value)
