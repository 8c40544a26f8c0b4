"""Secrets are long, made once, and readable by their owner only."""

import base64
import json
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from repwatch.keys import Keys, keep_keys, keep_password


def test_keys_are_long_enough() -> None:
    keys = Keys.make()

    assert len(keys.jwt_secret.encode()) >= 64
    assert len(keys.api_secret.encode()) >= 64
    assert len(base64.urlsafe_b64decode(keys.fernet_key)) == 32


def test_keys_are_made_once_even_by_many_at_a_time(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"

    with ThreadPoolExecutor(8) as pool:
        seen = set(pool.map(lambda _: keep_keys(path), range(32)))

    assert seen == {keep_keys(path)}
    assert list(tmp_path.iterdir()) == [path]


def test_the_password_file_is_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "passwords.json"

    keep_password(path, user="admin")
    first = path.read_text()
    keep_password(path, user="admin")

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.read_text() == first
    assert len(json.loads(first)["admin"]) >= 16


def test_keys_do_not_show_in_a_traceback() -> None:
    keys = Keys.make()

    assert keys.jwt_secret not in repr(keys)
    assert keys.fernet_key not in str(keys)
