-- the post of a platform with an id or an address
select
  content.native_id,
  content.author_id,
  content.author_name,
  content.text,
  mention.thread_id,
  mention.created_at
from raw.content as content
inner join raw.mention as mention on content.platform = mention.platform and content.native_id = mention.native_id
where content.platform = $platform and (content.native_id = $post or content.url = $post)
