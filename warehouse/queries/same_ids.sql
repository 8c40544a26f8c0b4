-- one row per wanted post that is stored and that a target has never brought
with brought as (
  select
    platform,
    native_id
  from raw.sighting
  where target_id = $target_id
)

select
  mention.platform,
  mention.native_id,
  mention.content_hash
from raw.mention as mention
semi join wanted on mention.platform = wanted.platform and mention.native_id = wanted.native_id
anti join brought on mention.platform = brought.platform and mention.native_id = brought.native_id
