-- one row per post of the threads around some posts, oldest first
with asked as materialized (
  select
    unnest($platforms) as platform,
    unnest($native_ids) as native_id
),

head as materialized (
  select
    mention.platform,
    mention.native_id,
    mention.thread_id
  from raw.mention as mention
  semi join asked on mention.platform = asked.platform and mention.native_id = asked.native_id
),

post as materialized (
  select
    row(mention.platform, mention.native_id) as mention_key,
    mention.*
  from raw.mention as mention
  semi join head on mention.platform = head.platform and mention.thread_id = head.thread_id
),

said as materialized (
  select
    row(content.platform, content.native_id) as mention_key,
    content.text,
    content.url,
    content.author_id,
    content.author_name
  from raw.content as content
  semi join post on content.platform = post.platform and content.native_id = post.native_id
)

select
  head.native_id as around,
  post.platform,
  post.native_id,
  post.parent_id,
  said.author_id,
  said.author_name,
  post.created_at,
  post.updated_at,
  post.state,
  said.text,
  said.url,
  post.rating,
  post.rating_max,
  post.lang
from post
inner join head on post.platform = head.platform and post.thread_id = head.thread_id
inner join said on post.mention_key = said.mention_key
order by post.created_at, post.native_id
