-- one row per topic: opening customer posts, most first
select
  topic,
  cast(sum(posts) as integer) as n,
  cast(sum(negative) as integer) as n_negative,
  cast(sum(needs_answer) as integer) as n_needs_answer
from marts.sentiment_day
where
  ($since is null or posted_date >= $since)
  and ($until is null or posted_date < $until)
  and ($brand is null or brand = $brand)
  and ($platform is null or platform = $platform)
  and ($lang is null or lang = $lang)
group by topic
order by n desc, topic asc
