-- the first wanted posts that a target has seen, with what it takes to find them again
with post as materialized (
  select
    wanted.platform,
    wanted.native_id,
    min(wanted.place) as place
  from wanted
  inner join raw.sighting as sighting
    on wanted.platform = sighting.platform and wanted.native_id = sighting.native_id
  where sighting.target_id = $target_id
  group by wanted.platform, wanted.native_id
  order by place
  limit $most
)

select
  content.platform,
  content.native_id,
  content.url,
  content.note
from raw.content as content
inner join post on content.platform = post.platform and content.native_id = post.native_id
order by post.place
