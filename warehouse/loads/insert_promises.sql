-- one row per brand and opening post: what it was promised, for good
insert into score.promise (
  brand, platform, native_id, starts_at, warn_at, due_at, target_seconds, policy_version, rule, severity, decided_at
)
select
  brand,
  platform,
  native_id,
  starts_at,
  warn_at,
  due_at,
  target_seconds,
  policy_version,
  rule,
  severity,
  decided_at
from promised
