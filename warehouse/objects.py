"""The lake's data files on S3: how the bucket is reached, and files copied out of it and back."""

import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from pyarrow.fs import S3FileSystem

SCHEME = "s3://"
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """How S3 is reached, as every tool of its kind is told: AWS_ACCESS_KEY_ID and its like in the environment.

    An `endpoint` is that of another store with S3's interface, whose buckets are part of the path.
    """

    key_id: str = ""
    secret: str = ""
    token: str = ""
    region: str = ""
    endpoint: str = ""

    @classmethod
    def told(cls, environment: Mapping[str, str] | None = None) -> "Access":
        """What the environment says."""
        said = os.environ if environment is None else environment
        return cls(
            key_id=said.get("AWS_ACCESS_KEY_ID", ""),
            secret=said.get("AWS_SECRET_ACCESS_KEY", ""),
            token=said.get("AWS_SESSION_TOKEN", ""),
            region=said.get("AWS_REGION", "") or said.get("AWS_DEFAULT_REGION", ""),
            endpoint=said.get("AWS_ENDPOINT_URL_S3", "") or said.get("AWS_ENDPOINT_URL", ""),
        )

    def of_duckdb(self) -> dict[str, str]:
        """The same as the options of a DuckDB secret."""
        where = urlsplit(self.endpoint)
        elsewhere = {"endpoint": where.netloc, "url_style": "path", "use_ssl": str(where.scheme != "http").lower()}
        options = {"key_id": self.key_id, "secret": self.secret, "session_token": self.token, "region": self.region}
        return {name: value for name, value in (options | (elsewhere if where.netloc else {})).items() if value}

    def files(self) -> "S3FileSystem":
        """A client for whole files."""
        from pyarrow.fs import S3FileSystem  # noqa: PLC0415 -- for backups only, and it starts threads

        where = urlsplit(self.endpoint)
        return S3FileSystem(
            access_key=self.key_id or None,
            secret_key=self.secret or None,
            session_token=self.token or None,
            region=self.region or None,
            endpoint_override=where.netloc or None,
            scheme=where.scheme or "https",
        )


def is_remote(data_path: str) -> bool:
    """Whether a lake's data lies on S3."""
    return data_path.startswith(SCHEME)


def take(data_path: str, name: str, *, files: "S3FileSystem", to: Path) -> None:
    """Copy one file out of the bucket; FileNotFoundError where it is not there."""
    to.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with files.open_input_stream(_key(data_path, name)) as source, to.open("wb") as target:
        shutil.copyfileobj(source, target, _CHUNK)


def put(data_path: str, name: str, *, files: "S3FileSystem", source: Path) -> None:
    """Copy one file into the bucket."""
    with source.open("rb") as here, files.open_output_stream(_key(data_path, name)) as target:
        shutil.copyfileobj(here, target, _CHUNK)


def _key(data_path: str, name: str) -> str:
    return f"{data_path.removeprefix(SCHEME).rstrip('/')}/{name}"
