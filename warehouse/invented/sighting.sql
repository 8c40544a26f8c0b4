-- one row per invented post: each platform is a target
insert into raw.sighting (platform, native_id, target_id, seen_at)
select
  platform,
  native_id,
  platform as target_id,
  seen_at
from invented_post
