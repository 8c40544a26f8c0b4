"""Bring Airflow's own database up to date and make the pools, in one process: a CLI call costs 4 s each."""

from airflow.models.pool import Pool
from airflow.utils.db import upgradedb

from repwatch.orchestration import POOLS


def main() -> None:
    """Migrate, then make the pools that are missing; one that exists keeps the slots its operator gave it."""
    upgradedb()
    existing = {pool.pool for pool in Pool.get_pools()}
    for pool in POOLS:
        if pool.name not in existing:
            Pool.create_or_update_pool(pool.name, pool.slots, pool.description, include_deferred=False)


if __name__ == "__main__":
    main()
