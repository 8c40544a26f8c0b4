-- one row per wanted post, with what scoring reads
with concerned as (
  select
    brand.platform,
    brand.native_id,
    list_sort(list_distinct(list(brand.brand))) as brands
  from raw.mention_brand as brand
  semi join wanted on brand.platform = wanted.platform and brand.native_id = wanted.native_id
  group by brand.platform, brand.native_id
)

select
  mention.platform,
  mention.native_id,
  mention.content_hash,
  mention.kind,
  mention.lang,
  mention.rating,
  mention.rating_max,
  mention.likes,
  mention.shares,
  mention.replies,
  content.text,
  content.author_followers,
  concerned.brands
from raw.mention as mention
inner join wanted on mention.platform = wanted.platform and mention.native_id = wanted.native_id
inner join raw.content as content on mention.platform = content.platform and mention.native_id = content.native_id
left join concerned on mention.platform = concerned.platform and mention.native_id = concerned.native_id
where content.text is not null
order by mention.platform, mention.native_id
