-- one row per invented post of a customer: what became of it
insert into marts.post_answer (
  brand, platform, native_id, thread_id, posted_at, is_posted_at_known, seen_at, due_at, severity, lang, topic, sentiment,
  needs_answer, is_backfill, answer_state, answer_id, first_answered_at
)
select
  brand,
  platform,
  native_id,
  thread_id,
  posted_at,
  true as is_posted_at_known,
  seen_at,
  due_at,
  severity,
  lang,
  topic,
  sentiment,
  needs_answer,
  false as is_backfill,
  case when answer_id is null then 'not_answered' else 'answered' end as answer_state,
  answer_id,
  answered_at as first_answered_at
from invented_post
where not is_answer
