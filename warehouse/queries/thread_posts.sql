-- one row per post and brand of the wanted threads, with its score where it has one
select
  brand.brand,
  mention.platform,
  mention.native_id,
  mention.thread_id,
  mention.parent_id,
  mention.created_at,
  mention.is_created_at_known,
  mention.clock_starts_at,
  mention.seen_at,
  mention.updated_at,
  mention.state,
  mention.reply_visibility,
  mention.is_backfill,
  content.text,
  content.url,
  content.author_id,
  content.author_name,
  content.author_followers,
  scored.lang,
  scored.topics,
  scored.sentiment,
  scored.customer_type,
  scored.severity,
  scored.urgency,
  scored.needs_answer,
  scored.reasons
from raw.mention as mention
inner join wanted on mention.platform = wanted.platform and mention.thread_id = wanted.thread_id
inner join raw.mention_brand as brand on mention.platform = brand.platform and mention.native_id = brand.native_id
inner join raw.content as content on mention.platform = content.platform and mention.native_id = content.native_id
left join score.mention_score as scored on mention.platform = scored.platform and mention.native_id = scored.native_id
order by mention.platform, mention.thread_id, brand.brand, mention.created_at, mention.native_id
