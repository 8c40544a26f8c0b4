-- one row per invented post of a customer: what it was promised
insert into score.promise (
  brand, platform, native_id, starts_at, warn_at, due_at, target_seconds, policy_version, rule, severity, decided_at
)
select
  brand,
  platform,
  native_id,
  posted_at as starts_at,
  warn_at,
  due_at,
  target_seconds,
  1 as policy_version,
  'default' as rule,
  severity,
  seen_at as decided_at
from invented_post
where not is_answer
