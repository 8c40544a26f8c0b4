-- one row per wanted post that still has a text, with what is learnt from it and what ties it to others
select
  mention.platform,
  mention.native_id,
  mention.kind,
  mention.thread_id,
  mention.lang,
  mention.rating,
  mention.rating_max,
  content.text,
  content.author_id
from raw.mention as mention
inner join wanted on mention.platform = wanted.platform and mention.native_id = wanted.native_id
inner join raw.content as content on mention.platform = content.platform and mention.native_id = content.native_id
where content.text is not null
order by mention.platform, mention.native_id
