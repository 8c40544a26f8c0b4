-- one row per case whose post was written in a window, as the desk holds it now, with what people did to it
with acts as (
  select
    act.case_id,
    bool_or(act.actor <> 'repwatch') as is_acted,
    min(act.recorded_at) filter (where act.actor <> 'repwatch') as first_acted_at,
    min(act.recorded_at) filter (where act.kind = 'resolved') as first_resolved_at
  from standing_events as act
  group by act.case_id
),

-- the customer or a person took it up again after it had been resolved
back as (
  select distinct act.case_id
  from standing_events as act
  inner join acts on act.case_id = acts.case_id
  where
    act.recorded_at > acts.first_resolved_at
    and (act.kind = 'reopened' or (act.kind = 'customer_replied' and act.needs_answer))
),

held as (
  select
    cases.case_id,
    cases.brand,
    cases.platform,
    cases.native_id,
    cases.status,
    cases.severity,
    cases.lang,
    cases.topic,
    cases.owner,
    cases.posted_at,
    cases.due_at,
    cases.next_warn_at,
    cases.next_due_at,
    cases.waiting_since,
    cases.first_answered_at,
    cases.resolved_at,
    cases.is_answered,
    cases.escalation_level,
    acts.first_acted_at,
    cases.is_waiting and coalesce(cases.next_due_at < $as_of, false) as is_overdue,
    cases.is_waiting
    and coalesce(cases.next_warn_at <= $as_of and cases.next_due_at >= $as_of, false) as is_at_risk,
    cases.is_waiting,
    coalesce(acts.is_acted, false) as is_acted,
    acts.first_resolved_at is not null as is_resolved_ever,
    back.case_id is not null as is_back,
    cases.next_late,
    cases.resolve_breached_at is not null as is_resolution_broken,
    cases.status = 'resolved' and cases.resolve_due_at is not null and cases.resolve_breached_at is null
      as is_resolution_kept,
    date_diff('microsecond', cases.posted_at, cases.resolved_at) / 1e6 as resolution_seconds,
    case
      when not cases.is_waiting then 'not waiting'
      when cases.waiting_since > $as_of - interval 1 hour then 'under 1 h'
      when cases.waiting_since > $as_of - interval 4 hour then '1 to 4 h'
      when cases.waiting_since > $as_of - interval 24 hour then '4 to 24 h'
      when cases.waiting_since > $as_of - interval 72 hour then '1 to 3 days'
      when cases.waiting_since > $as_of - interval 168 hour then '3 to 7 days'
      else 'over 7 days'
    end as age,
    cast(timezone($zone, cases.posted_at) as date) as posted_date
  from desk_cases as cases
  left join acts on cases.case_id = acts.case_id
  left join back on cases.case_id = back.case_id
  where
    cases.posted_at <= $as_of
    and ($brand is null or cases.brand = $brand)
    and ($since is null or cases.posted_at >= $since)
    and ($until is null or cases.posted_at < $until)
)

select
  held.*,
  case $by
    when 'owner' then coalesce(held.owner, '(nobody)')
    when 'age' then held.age
    when 'status' then held.status
    when 'severity' then held.severity
    when 'platform' then held.platform
    when 'lang' then held.lang
    when 'topic' then held.topic
    when 'day' then cast(held.posted_date as varchar)
    when 'week' then strftime(held.posted_date, '%G-W%V')
    else 'all'
  end as part
from held
order by held.is_waiting desc, held.next_due_at asc nulls last, held.case_id asc
