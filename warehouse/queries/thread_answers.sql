-- one row per opening post of the wanted threads, as the last triage left it
with post as materialized (
  select
    mention.platform,
    mention.native_id
  from raw.mention as mention
  inner join wanted on mention.platform = wanted.platform and mention.thread_id = wanted.thread_id
)

select
  answer.brand,
  answer.platform,
  answer.native_id,
  answer.thread_id,
  answer.posted_at,
  answer.is_posted_at_known,
  answer.seen_at,
  answer.due_at,
  answer.severity,
  answer.lang,
  answer.topic,
  answer.sentiment,
  answer.needs_answer,
  answer.is_backfill,
  answer.gone_at,
  answer.answer_state,
  answer.answer_id,
  answer.first_answered_at
from marts.post_answer as answer
semi join post on answer.platform = post.platform and answer.native_id = post.native_id
