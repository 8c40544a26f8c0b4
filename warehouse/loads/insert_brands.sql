-- one row per mention and brand it concerns
insert into raw.mention_brand (platform, native_id, brand, target_id, rule_version)
select
  new.platform,
  new.native_id,
  new.brand,
  $target_id,
  $rule_version
from incoming_brand as new
where not exists (
  select 1
  from raw.mention_brand as stored
  where stored.platform = new.platform and stored.native_id = new.native_id and stored.brand = new.brand
)
