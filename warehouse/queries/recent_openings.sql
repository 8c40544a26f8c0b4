-- one row per scored opening post of a customer that still has a text, the newest first
select
  answer.platform,
  answer.native_id,
  max(answer.posted_at) as posted_at
from marts.post_answer as answer
where answer.gone_at is null
group by answer.platform, answer.native_id
order by posted_at desc, answer.platform asc, answer.native_id asc
limit $limit
