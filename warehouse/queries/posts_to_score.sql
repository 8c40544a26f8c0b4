-- one row per wanted post, with what scoring reads
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
  content.author_followers
from raw.mention as mention
inner join wanted on mention.platform = wanted.platform and mention.native_id = wanted.native_id
inner join raw.content as content on mention.platform = content.platform and mention.native_id = content.native_id
where content.text is not null
order by mention.platform, mention.native_id
