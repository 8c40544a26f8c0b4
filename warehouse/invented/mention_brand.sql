-- one row per invented post: the brand that it concerns
insert into raw.mention_brand (platform, native_id, brand, target_id, rule_version)
select
  platform,
  native_id,
  brand,
  platform as target_id,
  1 as rule_version
from invented_post
