-- one row per wanted post that has a score with a strength
select
  score.platform,
  score.native_id,
  score.strength
from score.mention_score as score
inner join wanted on score.platform = wanted.platform and score.native_id = wanted.native_id
where score.strength is not null
order by score.platform, score.native_id
