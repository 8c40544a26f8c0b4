-- one row per brand and population: opening customer posts by what became of their first answer as of an instant
with judged as (
  select
    post.brand,
    post.needs_answer,
    post.is_dismissed,
    post.outcome,
    post.latency_seconds,
    post.is_by_hand,
    post.is_in_time
  from marts.judged($as_of) as post
  where
    post.outcome <> 'withdrawn'
    and ($brand is null or post.brand = $brand)
    and ($since is null or post.posted_at >= $since)
    and ($until is null or post.posted_at < $until)
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
  brand,
  population,
  count(*) filter (where is_counted) as n,
  count(*) filter (where counted_as = 'answered') as answered,
  count(*) filter (where counted_as = 'answered' and is_by_hand) as by_hand,
  count(*) filter (where counted_as = 'not_answered') as not_answered,
  count(*) filter (where counted_as = 'undecided') as undecided,
  count(*) filter (where counted_as = 'unknown') as unknown,
  count(*) filter (where is_dismissed) as dismissed,
  count(*) filter (where counted_as = 'answered' and is_in_time) as on_time,
  count(*) filter (where counted_as = 'answered' and latency_seconds >= 0) as timed,
  quantile_cont(latency_seconds, 0.5) filter (where counted_as = 'answered' and latency_seconds >= 0) as median_seconds,
  quantile_cont(latency_seconds, 0.9) filter (where counted_as = 'answered' and latency_seconds >= 0) as p90_seconds,
  count(*) filter (where counted_as = 'answered' and latency_seconds < 0) as n_negative
from counted
group by brand, population
order by brand, population
