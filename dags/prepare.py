"""Make Airflow's database, pools and administrator's password in one process: a CLI call costs 4 s each."""

from pathlib import Path

from airflow.configuration import conf
from airflow.models.pool import Pool
from airflow.utils.db import upgradedb

from repwatch.keys import keep_password
from repwatch.orchestration import ADMIN, POOLS


def main() -> None:
    """Migrate, then make what is missing; a pool that exists keeps the slots its operator gave it."""
    # left to itself, Airflow would print a password and write it to a file that all can read
    keep_password(Path(conf.get_mandatory_value("core", "simple_auth_manager_passwords_file")), user=ADMIN)
    upgradedb()
    existing = {pool.pool for pool in Pool.get_pools()}
    for pool in POOLS:
        if pool.name not in existing:
            Pool.create_or_update_pool(pool.name, pool.slots, pool.description, include_deferred=False)


if __name__ == "__main__":
    main()
