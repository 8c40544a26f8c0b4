-- one row per post of each of some accounts, the newest of each account first
with asked as materialized (
  select
    unnest($platforms) as platform,
    unnest($author_ids) as author_id
),

said as materialized (
  select
    row(content.platform, content.native_id) as mention_key,
    content.platform,
    content.native_id,
    content.text,
    content.url,
    content.author_id,
    content.author_name
  from raw.content as content
  semi join asked on content.platform = asked.platform and content.author_id = asked.author_id
  where content.created_month >= $since_month
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
qualify
  row_number() over (
    partition by said.platform, said.author_id order by mention.created_at desc, mention.native_id asc
  ) <= $limit
order by mention.created_at desc, mention.native_id asc
