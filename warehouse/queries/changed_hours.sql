-- one row per hour whose opening posts changed since a snapshot
select distinct date_trunc('hour', posted_at) as hour_at
from ducklake_table_changes('lake', 'marts', 'post_answer', $since, $until)
where posted_at >= $oldest
order by hour_at
