-- one row per brand: complaints among its opening customer posts
select
  answer.brand,
  count(*) as n
from marts.post_answer as answer
inner join
  score.mention_score as score
  on row(answer.platform, answer.native_id) = row(score.platform, score.native_id)
where score.intent = 'complaint' and answer.posted_at <= $now
group by answer.brand
order by answer.brand
