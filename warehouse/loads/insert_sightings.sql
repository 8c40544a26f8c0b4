-- one row per mention and target that saw it
insert into raw.sighting (platform, native_id, target_id, seen_at)
select
  new.platform,
  new.native_id,
  $target_id,
  new.seen_at
from incoming as new
where not exists (
  select 1
  from raw.sighting as stored
  where stored.platform = new.platform and stored.native_id = new.native_id and stored.target_id = $target_id
)
