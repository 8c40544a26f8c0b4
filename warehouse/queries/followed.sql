-- one row per wanted post that a target has seen, with what it takes to find it again
with post as materialized (
  select
    sighting.platform,
    sighting.native_id
  from raw.sighting as sighting
  semi join wanted on sighting.platform = wanted.platform and sighting.native_id = wanted.native_id
  where sighting.target_id = $target_id
)

select
  content.platform,
  content.native_id,
  content.url,
  content.note
from raw.content as content
semi join post on content.platform = post.platform and content.native_id = post.native_id
order by content.platform, content.native_id
