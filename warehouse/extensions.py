"""DuckDB extensions without a network: loaded from their installed packages, else by name."""

from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path

import duckdb


def connect(names: Iterable[str], *, threads: int) -> duckdb.DuckDBPyConnection:
    """An empty database in memory with these extensions loaded; OSError says which package to install.

    DuckDB hashes an extension of 35 MB at each load to check its signature: a quarter of a second, in every process.
    The packages were checked against their hashes when they were installed, like all other code here; an extension
    from elsewhere is still held to its signature.
    """
    wanted = list(names)
    config: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "threads": threads,
    }
    if all(packaged(name) for name in wanted):
        config["allow_unsigned_extensions"] = "true"
    connection = duckdb.connect(":memory:", config=config)
    for name in wanted:
        load(connection, name)
    return connection


def load(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    """Load an extension; OSError says which package to install when it is nowhere."""
    path = packaged(name)
    try:
        # a path of ours, not a value: LOAD takes no parameters
        connection.execute(f"load '{path}'" if path else f"load {name}")
    except duckdb.Error as error:
        package = f"duckdb-extension-{name.replace('_', '-')}=={duckdb.__version__}"
        raise OSError(f"DuckDB cannot load its extension {name!r}: {error}. Install {package}.") from error


def packaged(name: str) -> Path | None:
    """The extension's file in its installed package, made for this DuckDB; None when there is none."""
    spec = find_spec(f"duckdb_extension_{name}")
    for folder in spec.submodule_search_locations if spec and spec.submodule_search_locations else ():
        yielded = Path(folder) / "extensions" / f"v{duckdb.__version__}" / f"{name}.duckdb_extension"
        if yielded.is_file():
            return yielded
    return None
