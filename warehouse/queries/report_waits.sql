-- one row per opening customer post, clock and kind of hours: how long it waited, to its answer or to the end of sight
with ended as (
  select
    told.*,
    coalesce(told.answered_at, least(told.gone_at, $as_of), $as_of) as ended_at
  from told
  where told.outcome not in ('withdrawn', 'unknown') and told.is_posted_at_known
),

started as (
  select
    ended.*,
    'posted' as clock,
    ended.posted_at as started_at
  from ended
  union all
  select
    ended.*,
    'detected' as clock,
    ended.seen_at as started_at
  from ended
),

instants as (
  select distinct unnest([started_at, ended_at]) as worked_at
  from started
),

-- working time from the first window to each instant, so that a difference of two is the working time between them
worked as (
  select
    instants.worked_at,
    coalesce(
      working.before_seconds
      + date_diff('microsecond', working.opens_at, least(instants.worked_at, working.closes_at)) / 1e6,
      0
    ) as worked_seconds
  from instants
  asof left join working on instants.worked_at >= working.opens_at
),

timed as (
  select
    started.*,
    date_diff('microsecond', started.started_at, started.ended_at) / 1e6 as calendar_seconds,
    finish.worked_seconds - begin.worked_seconds as business_seconds
  from started
  inner join worked as begin on started.started_at = begin.worked_at
  inner join worked as finish on started.ended_at = finish.worked_at
),

waits as (
  select
    timed.*,
    'calendar' as hours,
    timed.calendar_seconds as waited_seconds
  from timed
  union all
  select
    timed.*,
    'business' as hours,
    timed.business_seconds as waited_seconds
  from timed
  where exists (select 1 from working)
)

select
  waits.brand,
  waits.platform,
  waits.native_id,
  waits.part,
  waits.posted_at,
  waits.seen_at,
  waits.answered_at,
  waits.ended_at,
  waits.needs_answer and not waits.is_dismissed as needs_answer,
  waits.severity,
  waits.lang,
  waits.topic,
  waits.case_id,
  waits.clock,
  waits.hours,
  waits.waited_seconds,
  case
    when waits.is_answered and waits.answered_at is null then 'time_unknown'
    when waits.calendar_seconds < 0 then 'before_clock'
    when waits.is_answered then 'answered'
    else 'waiting'
  end as wait_state
from waits
order by waits.posted_at desc, waits.brand asc, waits.platform asc, waits.native_id asc, waits.clock desc, waits.hours desc
