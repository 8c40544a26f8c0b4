"""No password leaves with the settings, however an address holds it, and the rest of the settings stays."""

import json
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repwatch.redaction import without_passwords

# two ends that nothing else holds, and between them what trips a reader
PASSWORDS = st.text(alphabet="a1 @:/?#'\"\\%&=;,{}é", max_size=8).map(lambda middle: f"zq{middle}qz")


def quoted(password: str) -> str:
    return "'" + password.replace("\\", "\\\\").replace("'", "\\'") + "'"


@given(
    password=PASSWORDS,
    address=st.sampled_from([
        "postgresql+psycopg://rep:{plain}@db/x",
        "postgresql://:{plain}@db/x",
        "postgres:dbname=lake user=rep password={quoted} host=db",
        "postgres:dbname=lake sslpassword = {quoted}",
        "postgres:dbname=lake PASSWORD={bare}",
    ]),
    comment=st.sampled_from(["", "# as it was: ", "# "]),
)
def test_a_password_is_in_nothing_that_is_written(password: str, address: str, comment: str) -> None:
    bare = password.replace(" ", "")  # libpq wants quotes around blanks
    value = address.format(plain=password, quoted=quoted(password), bare=bare)

    written = without_passwords(f'{comment}desk_url = {json.dumps(value, ensure_ascii=False)}\nport = 5 # "ends"\n')

    assert "zq" not in written
    assert "qz" not in written
    assert 'port = 5 # "ends"' in written
    if not comment:
        assert tomllib.loads(written)["port"] == 5


@pytest.mark.parametrize(
    "line",
    [
        'desk_url="postgresql://rep:zq3 cret@db/x"',
        'desk_url="postgresql://rep:zq3@cret@db/x"',
        'lake="postgres:dbname=lake password=zq\'cret user=rep"',
        'lake="postgres:dbname=lake password=zq cret"',
        'lake="postgres:dbname=lake password=\\"zq cret\\""',
        'lake="postgresql://rep@db/x?sslpassword=zqcret&user=rep"',
        "lake='postgres:password=zqcret'",
        'lake="""postgres:dbname=lake\npassword=zqcret"""',
        'password = "zqcret"',
        "# desk_url = postgresql://rep:zqcret@db/x",
    ],
)
def test_ways_to_write_a_password_that_were_met(line: str) -> None:
    written = without_passwords(f"{line}\n")

    assert "zq" not in written
    assert "cret" not in written


def test_settings_without_one_are_kept_to_the_letter() -> None:
    told = 'home = "/srv" # ours\nallow_hosts = [\'db\', "cache"]\ndesk_url = "postgresql://rep@db/x"\nport = 5\n'

    assert without_passwords(told) == told
