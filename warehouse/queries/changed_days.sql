-- one row per business day whose verdicts changed since a snapshot
select distinct cast(timezone($zone, posted_at) as date) as wanted_date
from ducklake_table_changes('lake', 'marts', 'post_answer', $since, $until)
