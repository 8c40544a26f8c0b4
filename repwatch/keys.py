"""The secrets of an installation: made once, kept in files that only their owner can read."""

import base64
import json
import os
import secrets
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, Field

JWT_BYTES = 64


class Keys(BaseModel):
    """What Airflow's processes share; never printed, never an argument of a command."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    jwt_secret: str = Field(repr=False)
    api_secret: str = Field(repr=False)
    fernet_key: str = Field(repr=False)

    @classmethod
    def make(cls) -> Self:
        """New random keys."""
        return cls(
            jwt_secret=secrets.token_urlsafe(JWT_BYTES),
            api_secret=secrets.token_urlsafe(JWT_BYTES),
            fernet_key=base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),
        )


def keep_keys(path: Path) -> Keys:
    """The keys in `path`, made at the first call."""
    write_once(path, Keys.make().model_dump_json())
    return Keys.model_validate_json(path.read_text())


def keep_password(path: Path, *, user: str) -> None:
    """A password for `user` in the file that Airflow reads, made at the first call."""
    write_once(path, json.dumps({user: secrets.token_urlsafe(16)}))


def write_once(path: Path, text: str) -> None:
    """Create a file for its owner's eyes; leave one that exists as it is."""
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
    try:
        # a link appears whole or not at all, and never replaces
        path.hardlink_to(draft)
    except FileExistsError:
        return
    finally:
        draft.unlink()
