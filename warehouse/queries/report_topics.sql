-- one row per brand and topic: opening customer posts, most first
select
  brand,
  topic,
  count(*) as n,
  cast(sum(count(*)) over (partition by brand) as bigint) as of_posts,
  count(*) filter (where sentiment = 'negative') as negative,
  count(*) filter (where needs_answer) as needs_answer,
  count(*) filter (where outcome in ('in_time', 'late', 'missed') and needs_answer and not is_dismissed) as decided,
  count(*) filter (where outcome in ('in_time', 'late') and needs_answer and not is_dismissed) as answered
from told
group by brand, topic
order by brand asc, n desc, topic asc
