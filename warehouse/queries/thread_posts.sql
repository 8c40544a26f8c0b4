-- one row per post and brand of the wanted threads, with its score where it has one
-- joined by whole keys: joined by platform and id apart, the planner may meet every post of a platform with every other
with post as materialized (
  select
    row(mention.platform, mention.native_id) as mention_key,
    mention.*
  from raw.mention as mention
  inner join wanted on mention.platform = wanted.platform and mention.thread_id = wanted.thread_id
),

said as materialized (
  select
    row(content.platform, content.native_id) as mention_key,
    content.text,
    content.url,
    content.author_id,
    content.author_name,
    content.author_followers
  from raw.content as content
  semi join post on content.platform = post.platform and content.native_id = post.native_id
),

concerned as materialized (
  select
    row(brand.platform, brand.native_id) as mention_key,
    brand.brand
  from raw.mention_brand as brand
  semi join post on brand.platform = post.platform and brand.native_id = post.native_id
),

scored as materialized (
  select
    row(score.platform, score.native_id) as mention_key,
    score.*
  from score.mention_score as score
  semi join post on score.platform = post.platform and score.native_id = post.native_id
)

select
  concerned.brand,
  post.platform,
  post.native_id,
  post.kind,
  post.thread_id,
  post.parent_id,
  post.created_at,
  post.is_created_at_known,
  post.clock_starts_at,
  post.seen_at,
  post.updated_at,
  post.state,
  post.reply_visibility,
  post.is_backfill,
  said.text,
  said.url,
  said.author_id,
  said.author_name,
  said.author_followers,
  scored.lang,
  scored.topics,
  scored.sentiment,
  scored.customer_type,
  scored.severity,
  scored.urgency,
  scored.needs_answer,
  scored.reasons
from post
inner join said on post.mention_key = said.mention_key
inner join concerned on post.mention_key = concerned.mention_key
left join scored on post.mention_key = scored.mention_key
order by post.platform, post.thread_id, concerned.brand, post.created_at, post.native_id
