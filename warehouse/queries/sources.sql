-- one row per target: when it was last read, and whether its last pull was complete
select
  target_id,
  max(collected_at) as last_collected_at,
  cast(sum(items) as bigint) as items,
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
order by target_id
