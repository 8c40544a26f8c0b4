-- one row per business day, brand, platform, language and topic: opening customer posts by sentiment
select
  cast(timezone($zone, answer.posted_at) as date) as posted_date,
  answer.brand,
  answer.platform,
  answer.lang,
  answer.topic,
  count(*) as posts,
  count(*) filter (where answer.sentiment = 'negative') as negative,
  count(*) filter (where answer.sentiment = 'neutral') as neutral,
  count(*) filter (where answer.sentiment = 'positive') as positive,
  count(*) filter (where answer.needs_answer) as needs_answer
from marts.post_answer as answer
inner join wanted on cast(timezone($zone, answer.posted_at) as date) = wanted.wanted_date
group by all
