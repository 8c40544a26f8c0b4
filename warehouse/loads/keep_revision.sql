-- one row per text, or stars, that an edit replaces
insert into raw.revision (platform, native_id, content_hash, text, rating, rating_max, replaced_at)
select
  content.platform,
  content.native_id,
  edited.old_content_hash as content_hash,
  content.text,
  mention.rating,
  mention.rating_max,
  edited.seen_at as replaced_at
from raw.content as content
inner join edited on content.platform = edited.platform and content.native_id = edited.native_id
inner join raw.mention as mention on content.platform = mention.platform and content.native_id = mention.native_id
where content.text is not null or mention.rating is not null
