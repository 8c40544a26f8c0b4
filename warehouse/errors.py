"""What the stores raise when they cannot be read or written, for those who do not import their drivers."""

from duckdb import Error as LakeError
from duckdb import IOException as LakeDownError
from psycopg import Error as CatalogError
from psycopg import OperationalError as CatalogDownError
from sqlalchemy.exc import DBAPIError as DeskError
from sqlalchemy.exc import OperationalError as DeskDownError

__all__ = ["DOWN", "CatalogError", "DeskBusyError", "DeskError", "LakeError", "reason"]

DOWN = (DeskDownError, LakeDownError, CatalogDownError)
"""A store that cannot be reached, or not now."""


def reason(error: Exception) -> str:
    """What the driver says in one line, without the statement it was about."""
    told = error.orig if isinstance(error, DeskError) and error.orig else error
    return str(told).strip().partition("\n")[0]


class DeskBusyError(Exception):
    """Others never let go of the desk; nothing was done."""
