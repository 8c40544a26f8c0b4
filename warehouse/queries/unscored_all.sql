-- one row per post that has no score of its text by this scorer
select
  mention.platform,
  mention.native_id
from raw.mention as mention
left join score.mention_score as scored
  on mention.platform = scored.platform and mention.native_id = scored.native_id
where
  mention.state not in ('deleted', 'removed')
  and (scored.native_id is null or scored.scorer_version <> $version or scored.content_hash <> mention.content_hash)
order by mention.platform, mention.native_id
