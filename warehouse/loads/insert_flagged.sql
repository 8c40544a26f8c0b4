-- one row per case, as the desk folds it
insert into marts.flagged_post (
  case_id, brand, platform, native_id, version, status, severity, urgency, owner, posted_at, detected_at, due_at, is_answered,
  first_answered_at, resolved_at, warned_at, breached_at, dismiss_reason, dismissed_at, team, escalation_level, outcome,
  satisfaction, breached_by, next_late, next_breached_by, resolve_due_at, resolve_stopped_at, resolve_breached_at,
  resolve_breached_by
)
select
  case_id,
  brand,
  platform,
  native_id,
  version,
  status,
  severity,
  urgency,
  owner,
  posted_at,
  detected_at,
  due_at,
  is_answered,
  first_answered_at,
  resolved_at,
  warned_at,
  breached_at,
  dismiss_reason,
  dismissed_at,
  team,
  escalation_level,
  outcome,
  satisfaction,
  breached_by,
  next_late,
  next_breached_by,
  resolve_due_at,
  resolve_stopped_at,
  resolve_breached_at,
  resolve_breached_by
from cases
