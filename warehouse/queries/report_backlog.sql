-- one row per brand and part: cases by where they stand now, and what became of them
select
  brand,
  part,
  count(*) as n,
  count(*) filter (where is_waiting) as waiting,
  count(*) filter (where is_at_risk) as at_risk,
  count(*) filter (where is_overdue) as overdue,
  count(*) filter (where is_waiting and owner is null) as without_owner,
  count(*) filter (where status = 'snoozed') as snoozed,
  count(*) filter (where status = 'escalated') as escalated,
  count(*) filter (where status in ('dismissed', 'merged')) as dismissed,
  count(*) filter (where status not in ('dismissed', 'merged', 'closed')) as owed,
  count(*) filter (where status not in ('dismissed', 'merged', 'closed') and (is_acted or is_answered)) as acted,
  count(*) filter (where status = 'resolved') as resolved,
  count(*) filter (where is_resolved_ever) as ever_resolved,
  count(*) filter (where is_resolved_ever and is_back) as reopened,
  quantile_cont(resolution_seconds, 0.5) filter (where status = 'resolved') as resolution_median_seconds,
  quantile_cont(resolution_seconds, 0.9) filter (where status = 'resolved') as resolution_p90_seconds,
  count(*) filter (where is_resolution_kept or is_resolution_broken) as resolution_decided,
  count(*) filter (where is_resolution_kept) as resolution_in_time,
  cast(coalesce(sum(next_late), 0) as bigint) as next_late,
  min(waiting_since) filter (where is_waiting) as oldest_waiting_at
from told
group by brand, part
order by brand, part
