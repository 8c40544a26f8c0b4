-- one row per brand and opening customer post
insert into marts.post_answer (
  brand, platform, native_id, thread_id, posted_at, is_posted_at_known, seen_at, due_at, severity, lang, topic, sentiment,
  needs_answer, is_backfill, gone_at, answer_state, answer_id, first_answered_at
)
select
  brand,
  platform,
  native_id,
  thread_id,
  posted_at,
  is_posted_at_known,
  seen_at,
  due_at,
  severity,
  lang,
  topic,
  sentiment,
  needs_answer,
  is_backfill,
  gone_at,
  answer_state,
  answer_id,
  first_answered_at
from told
where is_kept
