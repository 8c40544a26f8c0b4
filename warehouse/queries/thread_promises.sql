-- one row per promise given to a post of the wanted threads
with post as materialized (
  select
    mention.platform,
    mention.native_id
  from raw.mention as mention
  inner join wanted on mention.platform = wanted.platform and mention.thread_id = wanted.thread_id
)

select
  promise.brand,
  promise.platform,
  promise.native_id,
  promise.starts_at,
  promise.warn_at,
  promise.due_at,
  promise.target_seconds,
  promise.policy_version,
  promise.rule,
  promise.severity
from score.promise as promise
semi join post on promise.platform = post.platform and promise.native_id = post.native_id
