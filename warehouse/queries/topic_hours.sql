-- one row per brand, topic, hour and set of targets that saw the posts: live opening customer posts of known time
with post as (
  select
    answer.brand,
    answer.topic,
    date_trunc('hour', answer.posted_at) as hour_at,
    answer.platform,
    answer.native_id
  from marts.post_answer as answer
  inner join wanted on answer.brand = wanted.brand and answer.topic = wanted.topic
  where
    answer.posted_at >= $since
    and answer.posted_at <= $now
    and not answer.is_backfill
    and answer.is_posted_at_known
),

seen as (
  select
    post.brand,
    post.topic,
    post.hour_at,
    post.native_id,
    list_sort(list(distinct sighting.target_id)) as targets
  from post
  inner join raw.sighting as sighting
    on post.platform = sighting.platform and post.native_id = sighting.native_id
  -- nothing is seen long before it is posted; this keeps older files unread
  where sighting.seen_at >= $since - interval 1 day
  group by post.brand, post.topic, post.hour_at, post.platform, post.native_id
)

select
  brand,
  topic,
  hour_at,
  targets,
  count(*) as posts
from seen
group by all
order by all
