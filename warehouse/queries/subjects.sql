-- one row per wanted post that is scored, with what rules of a policy may ask of it
select
  mention.platform,
  mention.native_id,
  score.lang,
  score.topics,
  score.severity,
  content.author_followers
from raw.mention as mention
inner join wanted on mention.platform = wanted.platform and mention.native_id = wanted.native_id
inner join raw.content as content on mention.platform = content.platform and mention.native_id = content.native_id
inner join score.mention_score as score on mention.platform = score.platform and mention.native_id = score.native_id
