-- earlier scores of posts that are scored again
delete from score.mention_score
using scored
where mention_score.platform = scored.platform and mention_score.native_id = scored.native_id
