-- one row per invented post
insert into raw.mention (
  platform, native_id, kind, parent_id, thread_id, created_at, is_created_at_known, clock_starts_at, seen_at, state, lang,
  likes, shares, replies, reply_visibility, is_backfill, content_hash
)
select
  platform,
  native_id,
  case when is_answer then 'reply' else 'mention' end as kind,
  case when is_answer then thread_id end as parent_id,
  thread_id,
  posted_at as created_at,
  true as is_created_at_known,
  posted_at as clock_starts_at,
  seen_at,
  'live' as state,
  lang,
  number % 40 as likes,
  number % 7 as shares,
  number % 3 as replies,
  'thread' as reply_visibility,
  false as is_backfill,
  cast(hash(number) as varchar) as content_hash
from invented_post
