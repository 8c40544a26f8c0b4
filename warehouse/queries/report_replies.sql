-- one row per brand, part and text that answers were made from: what it led to
select
  brand,
  part,
  basis,
  reply,
  count(*) as n,
  count(*) filter (where is_started) as started,
  count(*) filter (where not is_started) as recognised,
  avg(share) as stands,
  count(*) filter (where recovery <> 'silent') as heard,
  count(*) filter (where recovery = 'recovered') as recovered
from told
group by brand, part, basis, reply
order by brand asc, part asc, n desc, basis asc, reply asc
