-- one row per brand and part: customers' ratings of an answer (CSAT) and of the brand (NPS)
select
  brand,
  part,
  count(*) as n,
  count(*) filter (where kind = 'csat') as csat_n,
  count(*) filter (where verdict = 'satisfied') as satisfied,
  count(*) filter (where kind = 'nps') as nps_n,
  count(*) filter (where verdict = 'promoter') as promoters,
  count(*) filter (where verdict = 'passive') as passives,
  count(*) filter (where verdict = 'detractor') as detractors
from told
group by brand, part
order by brand, part
