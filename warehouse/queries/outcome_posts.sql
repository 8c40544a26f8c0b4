-- one row per wanted opening post, with what had become of its first answer
select
  post.brand,
  post.platform,
  post.native_id,
  post.posted_at,
  post.is_answered,
  case when post.is_answered then post.answered_at end as answered_at,
  'all' as part
from marts.judged($as_of) as post
semi join wanted
  on post.brand = wanted.brand and post.platform = wanted.platform and post.native_id = wanted.native_id
