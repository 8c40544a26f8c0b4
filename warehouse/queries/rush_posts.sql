-- one row per live opening customer post of a wanted brand, topic and hour: whom it reaches and what people did with it
select
  answer.brand,
  answer.topic,
  wanted.hour_at,
  answer.platform,
  answer.native_id,
  answer.posted_at,
  coalesce(content.author_id, answer.native_id) as author,
  coalesce(content.author_followers, 0) as followers,
  coalesce(mention.likes, 0) + coalesce(mention.shares, 0) + coalesce(mention.replies, 0) as interactions
from marts.post_answer as answer
inner join wanted
  on
    answer.brand = wanted.brand
    and answer.topic = wanted.topic
    and date_trunc('hour', answer.posted_at) = wanted.hour_at
inner join raw.mention as mention
  on answer.platform = mention.platform and answer.native_id = mention.native_id
left join raw.content as content
  on answer.platform = content.platform and answer.native_id = content.native_id
where
  answer.posted_at >= $since
  and not answer.is_backfill
  and answer.is_posted_at_known
order by all
