#!/bin/sh
# Runs once, when PostgreSQL makes its data folder: three databases, and Airflow's role sees only its own.
set -eu

psql --username "$POSTGRES_USER" --dbname postgres --set ON_ERROR_STOP=1 \
  --set airflow_password="$AIRFLOW_DB_PASSWORD" --set repwatch_password="$REPWATCH_DB_PASSWORD" <<'SQL'
create role airflow login password :'airflow_password';
create role repwatch login password :'repwatch_password';
create database airflow owner airflow;
create database repwatch_lake owner repwatch;
create database repwatch_desk owner repwatch;
revoke connect on database airflow, repwatch_lake, repwatch_desk from public;
SQL
