-- one row per complaint among a brand's opening customer posts, newest first, with its text
select
  answer.platform,
  answer.native_id,
  answer.posted_at,
  answer.lang,
  content.text
from marts.post_answer as answer
inner join raw.content as content on row(answer.platform, answer.native_id) = row(content.platform, content.native_id)
inner join
  score.mention_score as score
  on row(answer.platform, answer.native_id) = row(score.platform, score.native_id)
where
  answer.brand = $brand
  and answer.posted_at <= $now
  and score.intent = 'complaint'
  and content.text is not null
order by answer.posted_at desc, answer.platform asc, answer.native_id asc
limit $most
