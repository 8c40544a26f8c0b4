-- one row per brand and part: unhappy customers who were answered, and how those who spoke again then felt
select
  brand,
  part,
  count(*) as n,
  count(*) filter (where recovery <> 'silent') as heard,
  count(*) filter (where recovery = 'recovered') as recovered,
  count(words_change) as n_words,
  avg(words_change) as mean_words_change,
  stddev_samp(words_change) as sd_words_change,
  count(stars_change) as n_stars,
  avg(stars_change) as mean_stars_change,
  stddev_samp(stars_change) as sd_stars_change
from told
group by brand, part
order by brand, part
