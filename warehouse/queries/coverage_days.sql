-- one row per business day and population: opening customer posts of a brand by what became of their first answer
with told as (
  select
    cast(timezone($zone, answer.posted_at) as date) as posted_date,
    answer.needs_answer,
    answer.is_posted_at_known,
    answer.posted_at,
    answer.due_at,
    coalesce(answer.first_answered_at, flagged.first_answered_at) as answered_at,
    case
      when answer.answer_state = 'answered' or coalesce(flagged.is_answered, false) then 'answered'
      else answer.answer_state
    end as answer_state
  from marts.post_answer as answer
  left join marts.flagged_post as flagged
    on answer.brand = flagged.brand and answer.platform = flagged.platform and answer.native_id = flagged.native_id
  where
    answer.posted_at <= $as_of
    and ($brand is null or answer.brand = $brand)
    and ($since is null or answer.posted_at >= $since)
    and ($until is null or answer.posted_at < $until)
    -- a post that its author withdrew before the answer was due asks for none
    and not (answer.gone_at is not null and answer.gone_at <= answer.due_at and answer.answer_state <> 'answered')
),

judged as (
  select
    posted_date,
    needs_answer,
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
),

populations as (
  select
    judged.*,
    'all' as population
  from judged
  union all
  select
    judged.*,
    'needs_answer' as population
  from judged
  where needs_answer
)

select
  posted_date,
  population,
  count(*) as n,
  count(*) filter (where outcome = 'answered') as answered,
  count(*) filter (where outcome = 'not_answered') as not_answered,
  count(*) filter (where outcome = 'undecided') as undecided,
  count(*) filter (where outcome = 'unknown') as unknown,
  count(*) filter (where outcome = 'answered' and is_in_time) as on_time,
  count(*) filter (where outcome = 'answered' and not is_in_time) as late
from populations
group by posted_date, population
order by posted_date, population
