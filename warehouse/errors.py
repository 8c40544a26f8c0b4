"""What the stores raise when they cannot be read or written, for those who do not import their drivers."""

from duckdb import Error as LakeError
from sqlalchemy.exc import DBAPIError as DeskError

__all__ = ["DeskError", "LakeError"]
