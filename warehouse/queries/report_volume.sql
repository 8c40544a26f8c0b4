-- one row per brand and business day: opening customer posts
select
  brand,
  posted_date,
  count(*) as n
from told
group by brand, posted_date
order by brand, posted_date
