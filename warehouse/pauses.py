"""Hosts that asked to be left alone, shared by all processes: a budget that one has spent is spent for all."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from warehouse.desk import Desk, upsert
from warehouse.tables import host_pause


@dataclass(frozen=True, slots=True, kw_only=True)
class Pauses:
    """What `collectors.http` keeps of the waits that hosts ask for."""

    desk: Desk

    def until(self, host: str) -> datetime | None:
        """When `host` may be asked again; None where it never asked for a pause."""
        with self.desk.read() as connection:
            return connection.scalar(select(host_pause.c.until).where(host_pause.c.host == host))

    def pause(self, host: str, *, until: datetime) -> None:
        """Leave `host` alone; the latest word counts."""
        with self.desk.write() as connection:
            upsert(connection, host_pause, [{"host": host, "until": until}])
