-- one row per promise given to a post of the wanted threads
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
inner join raw.mention as mention on promise.platform = mention.platform and promise.native_id = mention.native_id
inner join wanted on mention.platform = wanted.platform and mention.thread_id = wanted.thread_id
