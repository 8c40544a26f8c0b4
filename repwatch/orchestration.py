"""What the DAGs and the installation must agree on."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """A bound on how many tasks of one sort run at once."""

    name: str
    slots: int
    description: str


# the lake commits one unit at a time: more writers would only wait for each other
LAKE_WRITERS = Pool(name="lake_writers", slots=2, description="tasks that write to the lake")
POOLS = (LAKE_WRITERS,)

ADMIN = "admin"
