-- one row per brand, population and part: opening customer posts by how the promise of their first answer was kept
with populations as (
  select
    told.*,
    'all' as population
  from told
  where told.outcome <> 'withdrawn'
  union all
  select
    told.*,
    'needs_answer' as population
  from told
  where told.outcome <> 'withdrawn' and told.needs_answer and not told.is_dismissed
)

select
  brand,
  population,
  part,
  count(*) as n,
  count(*) filter (where outcome = 'in_time') as in_time,
  count(*) filter (where outcome = 'late') as late,
  count(*) filter (where outcome = 'missed') as missed,
  count(*) filter (where outcome in ('in_time', 'late', 'missed')) as decided,
  count(*) filter (where outcome = 'undecided') as undecided,
  count(*) filter (where outcome = 'undecided' and is_answered) as early,
  count(*) filter (where outcome = 'unknown') as unknown,
  count(*) filter (where outcome = 'in_time' and answered_at is null) as n_time_unknown,
  count(*) filter (where outcome in ('late', 'missed') and breached_by = 'collection') as by_collection,
  count(*) filter (where outcome in ('late', 'missed') and breached_by = 'queue') as by_queue,
  count(*) filter (where outcome in ('late', 'missed') and breached_by = 'agent') as by_agent
from populations
group by brand, population, part
order by brand, population, part
