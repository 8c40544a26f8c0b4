-- one row per case that somebody answered first or holds: who noted or signed the answer, or had the case when it appeared
with answer as (
  select
    case_id,
    arg_min(actor, (occurred_at, version)) as actor,
    arg_min(signed_by, (occurred_at, version)) as signed_by,
    min(occurred_at) as occurred_at,
    arg_min(recorded_at, (occurred_at, version)) as recorded_at
  from standing_events
  where kind = 'answered' and is_to_opener
  group by case_id
),

taken as (
  select
    answer.case_id,
    arg_max(act.holder, act.version) as person
  from answer
  inner join standing_events as act
    on answer.case_id = act.case_id and act.kind in ('claimed', 'assigned') and answer.recorded_at >= act.recorded_at
  group by answer.case_id
)

select
  cases.case_id,
  cases.brand,
  cases.platform,
  cases.native_id,
  cases.posted_at,
  cases.due_at,
  cases.first_answered_at,
  cases.owner,
  cases.is_waiting,
  cases.is_answered and answer.case_id is not null as is_answered,
  case
    when answer.actor <> 'repwatch' then answer.actor
    else coalesce(nullif(answer.signed_by, ''), taken.person, cases.owner, '(nobody)')
  end as answered_by,
  cases.is_waiting and coalesce(cases.next_due_at < $as_of, false) as is_overdue,
  date_diff('microsecond', cases.posted_at, cases.first_answered_at) / 1e6 as answer_seconds,
  cases.first_answered_at <= cases.due_at as is_in_time
from desk_cases as cases
left join answer on cases.case_id = answer.case_id
left join taken on cases.case_id = taken.case_id
where
  cases.posted_at <= $as_of
  and ($brand is null or cases.brand = $brand)
  and ($since is null or cases.posted_at >= $since)
  and ($until is null or cases.posted_at < $until)
  -- of answers only those of these people, where any are named
  and (
    $answered_by is null
    or (cases.is_answered and answer.case_id is not null and list_contains(cast($answered_by as varchar[]), answered_by))
  )
  and ((cases.is_answered and answer.case_id is not null) or (cases.is_waiting and cases.owner is not null))
order by cases.posted_at desc, cases.case_id asc
