-- one row per brand, population, part, clock and kind of hours: times to the first answer,
-- of answered posts alone, and by Kaplan and Meier with those that still wait
with populations as materialized (
  select
    told.*,
    'all' as population
  from told
  union all
  select
    told.*,
    'needs_answer' as population
  from told
  where needs_answer
),

steps as (
  select
    brand,
    population,
    part,
    clock,
    hours,
    waited_seconds,
    count(*) filter (where wait_state = 'answered') as answers,
    count(*) as leaving
  from populations
  where wait_state in ('answered', 'waiting')
  group by brand, population, part, clock, hours, waited_seconds
),

exposed as (
  select
    steps.*,
    sum(steps.leaving) over (
      partition by steps.brand, steps.population, steps.part, steps.clock, steps.hours
      order by steps.waited_seconds desc
    ) as at_risk
  from steps
),

survival as (
  select
    exposed.*,
    -- the share that still waits after this long: the product of 1 - answers / at risk
    case
      when min(exposed.at_risk - exposed.answers) over so_far <= 0 then 0
      else exp(sum(ln(greatest(1 - exposed.answers / exposed.at_risk, 1e-300))) over so_far)
    end as waiting_share
  from exposed
  window so_far as (
    partition by brand, population, part, clock, hours
    order by waited_seconds
  )
),

kaplan_meier as (
  select
    brand,
    population,
    part,
    clock,
    hours,
    min(waited_seconds) filter (where waiting_share <= 0.5 + 1e-9) as km_median_seconds,
    min(waited_seconds) filter (where waiting_share <= 0.1 + 1e-9) as km_p90_seconds
  from survival
  where answers > 0
  group by brand, population, part, clock, hours
),

counts as (
  select
    brand,
    population,
    part,
    clock,
    hours,
    count(*) as n,
    count(*) filter (where wait_state = 'answered') as answered,
    count(*) filter (where wait_state = 'waiting') as waiting,
    count(*) filter (where wait_state = 'time_unknown') as n_time_unknown,
    count(*) filter (where wait_state = 'before_clock') as n_before_clock,
    quantile_cont(waited_seconds, 0.5) filter (where wait_state = 'answered') as median_seconds,
    quantile_cont(waited_seconds, 0.9) filter (where wait_state = 'answered') as p90_seconds
  from populations
  group by brand, population, part, clock, hours
)

select
  counts.*,
  kaplan_meier.km_median_seconds,
  kaplan_meier.km_p90_seconds
from counts
left join kaplan_meier
  on
    counts.brand = kaplan_meier.brand
    and counts.population = kaplan_meier.population
    and counts.part = kaplan_meier.part
    and counts.clock = kaplan_meier.clock
    and counts.hours = kaplan_meier.hours
order by counts.brand asc, counts.population asc, counts.part asc, counts.clock desc, counts.hours desc
