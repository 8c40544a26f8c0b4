-- one row per stored post of whoever is known by an id or a name on a platform
select
  content.native_id,
  content.author_id,
  content.author_name,
  content.text,
  mention.thread_id,
  mention.created_at
from raw.content as content
inner join raw.mention as mention on content.platform = mention.platform and content.native_id = mention.native_id
where
  content.platform = $platform
  and (content.author_id = $account or lower(content.author_name) = lower($account))
order by content.native_id
