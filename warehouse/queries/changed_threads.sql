-- one row per thread in which a post, a score or a brand it concerns came or changed since a snapshot
with changed as (
  select
    platform,
    native_id
  from ducklake_table_insertions('lake', 'raw', 'mention', $since, $until)
  union
  select
    platform,
    native_id
  from ducklake_table_insertions('lake', 'score', 'mention_score', $since, $until)
  union
  select
    platform,
    native_id
  from ducklake_table_insertions('lake', 'raw', 'mention_brand', $since, $until)
)

select distinct
  mention.platform,
  mention.thread_id
from raw.mention as mention
inner join changed on mention.platform = changed.platform and mention.native_id = changed.native_id
order by mention.platform, mention.thread_id
