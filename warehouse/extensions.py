"""DuckDB extensions without a network: loaded from their installed packages, else by name."""

from importlib.util import find_spec
from pathlib import Path

import duckdb


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
