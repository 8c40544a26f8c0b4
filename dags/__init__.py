"""Airflow DAGs: thin schedules over the use cases of the command line."""
