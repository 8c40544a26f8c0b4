-- one row per key that is stored more than once, which no key may be
with keyed as (
  select
    'raw.mention' as table_name,
    [platform, native_id] as key
  from raw.mention
  union all
  select
    'raw.content' as table_name,
    [platform, native_id] as key
  from raw.content
  union all
  select
    'raw.sighting' as table_name,
    [platform, native_id, target_id] as key
  from raw.sighting
  union all
  select
    'raw.mention_brand' as table_name,
    [platform, native_id, brand] as key
  from raw.mention_brand
  union all
  select
    'raw.quarantine' as table_name,
    [target_id, quarantine_id] as key
  from raw.quarantine
  union all
  select
    'raw.cursor' as table_name,
    [target_id] as key
  from raw.cursor
  union all
  select
    'raw.fence' as table_name,
    [target_id] as key
  from raw.fence
  union all
  select
    'score.mention_score' as table_name,
    [platform, native_id] as key
  from score.mention_score
  union all
  select
    'score.promise' as table_name,
    [brand, platform, native_id] as key
  from score.promise
  union all
  select
    'marts.post_answer' as table_name,
    [brand, platform, native_id] as key
  from marts.post_answer
  union all
  select
    'marts.flagged_post' as table_name,
    [case_id] as key
  from marts.flagged_post
)

select
  table_name,
  key,
  count(*) as copies
from keyed
group by table_name, key
having count(*) > 1
order by table_name, key
