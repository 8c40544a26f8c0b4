-- one row per brand that a post concerns, with its thread
select
  brand.brand,
  mention.thread_id
from raw.mention as mention
inner join raw.mention_brand as brand
  on mention.platform = brand.platform and mention.native_id = brand.native_id
where mention.platform = $platform and mention.native_id = $native_id
group by brand.brand, mention.thread_id
order by brand.brand
