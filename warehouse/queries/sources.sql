-- one row per target: when it was last read, how many posts it ever saw, whether its last pull was complete,
-- and its rhythm: the newest post of 30 days, and the gap between posts that only one in twenty is longer than
with pulls as (
  select
    target_id,
    max(collected_at) as last_collected_at,
    cast(sum(quarantined) as bigint) as quarantined,
    coalesce(bool_or(is_capped) filter (where token = latest), false) as is_capped,
    coalesce(bool_and(is_overlap_reached) filter (where token = latest), true) as is_overlap_reached
  from (
    select
      coverage.*,
      max(coverage.token) over (partition by coverage.target_id) as latest
    from raw.coverage as coverage
  ) as page
  group by target_id
),

posts as (
  select
    target_id,
    count(*) as seen
  from raw.sighting
  group by target_id
),

recent as (
  select
    sighting.target_id,
    mention.created_at,
    mention.created_at
    - lag(mention.created_at) over (partition by sighting.target_id order by mention.created_at) as gap
  from raw.mention as mention
  inner join raw.sighting as sighting
    on mention.platform = sighting.platform and mention.native_id = sighting.native_id
  where mention.created_at > $now - interval 30 day and mention.created_at <= $now
),

rhythm as (
  select
    target_id,
    count(*) as recent_posts,
    max(created_at) as newest_at,
    quantile_cont(epoch(gap), 0.95) as usual_gap_seconds
  from recent
  group by target_id
)

select
  pulls.*,
  rhythm.newest_at,
  rhythm.usual_gap_seconds,
  coalesce(posts.seen, 0) as posts,
  coalesce(rhythm.recent_posts, 0) as recent_posts
from pulls
left join posts on pulls.target_id = posts.target_id
left join rhythm on pulls.target_id = rhythm.target_id
order by pulls.target_id
