-- one row per business day: opening customer posts by sentiment, and whether every window read that day was complete
with incomplete as (
  select distinct cast(timezone($zone, reached_from_at) as date) as posted_date
  from raw.coverage
  where is_capped and reached_from_at is not null
)

select
  sentiment.posted_date,
  cast(sum(sentiment.posts) as integer) as n,
  cast(sum(sentiment.negative) as integer) as n_negative,
  cast(sum(sentiment.neutral) as integer) as n_neutral,
  cast(sum(sentiment.positive) as integer) as n_positive,
  count(incomplete.posted_date) = 0 as is_complete
from marts.sentiment_day as sentiment
left join incomplete on sentiment.posted_date = incomplete.posted_date
where
  ($since is null or sentiment.posted_date >= $since)
  and ($until is null or sentiment.posted_date < $until)
  and ($brand is null or sentiment.brand = $brand)
  and ($platform is null or sentiment.platform = $platform)
  and ($lang is null or sentiment.lang = $lang)
group by sentiment.posted_date
order by sentiment.posted_date
