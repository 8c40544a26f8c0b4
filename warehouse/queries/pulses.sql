-- one row per target that saw posts of the last 30 days: the newest, and the gap that only one in twenty is longer than
with recent as (
  select
    sighting.target_id,
    mention.created_at,
    mention.created_at
    - lag(mention.created_at) over (partition by sighting.target_id order by mention.created_at) as gap
  from raw.mention as mention
  inner join raw.sighting as sighting
    on mention.platform = sighting.platform and mention.native_id = sighting.native_id
  where
    mention.created_at > $now - interval 30 day
    and mention.created_at <= $now
    -- nothing is seen long before it is posted; this keeps older files unread
    and sighting.seen_at > $now - interval 31 day
)

select
  target_id,
  count(*) as recent_posts,
  max(created_at) as newest_at,
  quantile_cont(epoch(gap), 0.95) as usual_gap_seconds
from recent
group by target_id
order by target_id
