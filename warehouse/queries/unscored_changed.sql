-- one row per post that came or changed since a snapshot and has no score of its text by this scorer
with changed as (
  select
    platform,
    native_id
  from ducklake_table_insertions('lake', 'raw', 'mention', $since, $until)
  union
  select
    platform,
    native_id
  from ducklake_table_insertions('lake', 'raw', 'content', $since, $until)
)

select
  mention.platform,
  mention.native_id
from raw.mention as mention
inner join changed on mention.platform = changed.platform and mention.native_id = changed.native_id
left join score.mention_score as scored
  on mention.platform = scored.platform and mention.native_id = scored.native_id
where
  mention.state not in ('deleted', 'removed')
  and (scored.native_id is null or scored.scorer_version <> $version or scored.content_hash <> mention.content_hash)
order by mention.platform, mention.native_id
