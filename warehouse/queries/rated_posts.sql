-- one row per wanted post that is known, by id or by link, and brand that it concerns
with found as (
  select
    wanted.place,
    wanted.brand,
    content.platform,
    content.native_id
  from wanted
  inner join raw.content as content on wanted.native_id = content.native_id
  where wanted.platform is null or wanted.platform = content.platform
  union
  select
    wanted.place,
    wanted.brand,
    content.platform,
    content.native_id
  from wanted
  inner join raw.content as content on wanted.url = content.url
)

select distinct
  found.place,
  concerned.brand,
  found.platform,
  found.native_id
from found
inner join raw.mention_brand as concerned
  on found.platform = concerned.platform and found.native_id = concerned.native_id
where found.brand is null or found.brand = concerned.brand
order by found.place, concerned.brand, found.platform, found.native_id
