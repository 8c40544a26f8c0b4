-- one row per new mention key
insert into raw.mention (
  platform, native_id, kind, parent_id, thread_id, created_at, is_created_at_known, clock_starts_at, seen_at, updated_at,
  state, lang, rating, rating_max, likes, shares, replies, reply_visibility, is_backfill, content_hash
)
select
  platform,
  native_id,
  kind,
  parent_id,
  thread_id,
  created_at,
  is_created_at_known,
  clock_starts_at,
  seen_at,
  updated_at,
  state,
  lang,
  rating,
  rating_max,
  likes,
  shares,
  replies,
  reply_visibility,
  is_backfill,
  content_hash
from fresh
