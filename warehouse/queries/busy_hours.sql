-- one row per brand, topic and hour since an instant with at least so many live opening customer posts of known time
select
  brand,
  topic,
  date_trunc('hour', posted_at) as hour_at
from marts.post_answer
where
  posted_at >= $since
  and posted_at <= $now
  and not is_backfill
  and is_posted_at_known
group by all
having count(*) >= $least
order by all
