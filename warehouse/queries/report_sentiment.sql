-- one row per brand and part: opening customer posts by sentiment, and how many of their days were read incompletely
with incomplete as (
  select distinct cast(timezone($zone, reached_from_at) as date) as posted_date
  from raw.coverage
  where is_capped and reached_from_at is not null
)

select
  told.brand,
  told.part,
  count(*) as n,
  count(*) filter (where told.sentiment = 'negative') as negative,
  count(*) filter (where told.sentiment = 'neutral') as neutral,
  count(*) filter (where told.sentiment = 'positive') as positive,
  count(distinct told.posted_date) as days,
  count(distinct incomplete.posted_date) as incomplete_days
from told
left join incomplete on told.posted_date = incomplete.posted_date
group by told.brand, told.part
order by told.brand, told.part
