"""What one DAG tells the next: new posts are in the lake, new scores are in the lake."""

from airflow.sdk import Asset

LANDED = Asset("repwatch://lake/raw")
SCORED = Asset("repwatch://lake/score")
