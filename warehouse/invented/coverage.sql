-- one row per platform: the page that these posts came by
insert into raw.coverage (
  target_id, token, page, collected_at, reached_from_at, reached_to_at, items, quarantined, is_capped, is_overlap_reached
)
select
  platform as target_id,
  cast($token as bigint) as token,
  1 as page,
  max(seen_at) as collected_at,
  min(posted_at) as reached_from_at,
  max(posted_at) as reached_to_at,
  count(*) as items,
  0 as quarantined,
  false as is_capped,
  true as is_overlap_reached
from invented_post
group by platform
