-- one row per target: when it was last read, how many posts it ever saw, and whether its last pull was complete
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
)

select
  pulls.*,
  coalesce(posts.seen, 0) as posts
from pulls
left join posts on pulls.target_id = posts.target_id
order by pulls.target_id
