-- one row per business day and population: opening customer posts of a brand by what became of their first answer
with told as (
  select
    cast(timezone($zone, answer.posted_at) as date) as posted_date,
    answer.needs_answer,
    answer.is_posted_at_known,
    answer.posted_at,
    answer.due_at,
    answer.gone_at,
    coalesce(answer.first_answered_at, flagged.first_answered_at) as answered_at,
    case
      when answer.answer_state = 'answered' or coalesce(flagged.is_answered, false) then 'answered'
      else answer.answer_state
    end as answer_state,
    -- a person judged that it asks for no answer of ours, or works it with another case
    coalesce(
      flagged.status in ('dismissed', 'merged')
      and flagged.dismiss_reason is distinct from 'alike'
      and coalesce(flagged.dismissed_at <= $as_of, true),
      false
    ) as is_dismissed
  from marts.post_answer as answer
  left join marts.flagged_post as flagged
    on answer.brand = flagged.brand and answer.platform = flagged.platform and answer.native_id = flagged.native_id
  where
    answer.posted_at <= $as_of
    and ($brand is null or answer.brand = $brand)
    and ($since is null or answer.posted_at >= $since)
    and ($until is null or answer.posted_at < $until)
),

judged as (
  select
    posted_date,
    needs_answer,
    is_dismissed,
    case
      when answer_state = 'unknown' then 'unknown'
      when due_at > $as_of then 'undecided'
      when answer_state = 'answered' and coalesce(answered_at <= $as_of, true) then 'answered'
      else 'not_answered'
    end as outcome,
    case
      when is_posted_at_known and answered_at <= $as_of then date_diff('microsecond', posted_at, answered_at) / 1e6
    end as latency_seconds,
    coalesce(answered_at <= due_at, true) as is_in_time
  from told
  -- a post that its author withdrew before the answer was due asks for none
  where not coalesce(gone_at <= least(due_at, $as_of) and answer_state <> 'answered', false)
),

populations as (
  select
    judged.*,
    'all' as population,
    true as is_counted
  from judged
  union all
  select
    judged.*,
    'needs_answer' as population,
    not is_dismissed as is_counted
  from judged
  where needs_answer
),

counted as (
  select
    populations.*,
    case when populations.is_counted then populations.outcome end as counted_as
  from populations
)

select
  posted_date,
  population,
  count(*) filter (where is_counted) as n,
  count(*) filter (where counted_as = 'answered') as answered,
  count(*) filter (where counted_as = 'not_answered') as not_answered,
  count(*) filter (where counted_as = 'undecided') as undecided,
  count(*) filter (where counted_as = 'unknown') as unknown,
  count(*) filter (where is_dismissed) as dismissed,
  count(*) filter (where counted_as = 'answered' and is_in_time) as on_time,
  count(*) filter (where counted_as = 'answered' and not is_in_time) as late
from counted
group by posted_date, population
order by posted_date, population
