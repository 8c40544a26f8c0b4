-- one row per post of an author on a platform, newest first
with said as materialized (
  select
    row(platform, native_id) as mention_key,
    platform,
    native_id,
    text,
    url,
    author_id,
    author_name
  from raw.content
  where platform = $platform and author_id = $author_id and created_month >= $since_month
)

select
  mention.platform,
  mention.native_id,
  mention.parent_id,
  said.author_id,
  said.author_name,
  mention.created_at,
  mention.updated_at,
  mention.state,
  said.text,
  said.url,
  mention.rating,
  mention.rating_max,
  mention.lang
from raw.mention as mention
inner join said on mention.platform = said.platform and mention.native_id = said.native_id
order by mention.created_at desc, mention.native_id asc
limit $limit
