-- one row per opening customer post, clock and kind of hours: how long it waited, to its answer or to the end of sight
with ended as materialized (
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

-- working time up to an instant: all windows before its own, and the part of its own that has passed
timed as materialized (
  select
    started.*,
    date_diff('microsecond', started.started_at, started.ended_at) / 1e6 as calendar_seconds,
    coalesce(
      finish.before_seconds
      + date_diff('microsecond', finish.opens_at, least(started.ended_at, finish.closes_at)) / 1e6,
      0
    )
    - coalesce(
      begin.before_seconds
      + date_diff('microsecond', begin.opens_at, least(started.started_at, begin.closes_at)) / 1e6,
      0
    ) as business_seconds
  from started
  asof left join working as begin on started.started_at >= begin.opens_at
  asof left join working as finish on started.ended_at >= finish.opens_at
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
  where (select count(*) from working) > 0
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
