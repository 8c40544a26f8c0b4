-- one row per text that an edit replaces
insert into raw.revision (platform, native_id, content_hash, text, replaced_at)
select
  content.platform,
  content.native_id,
  edited.old_content_hash as content_hash,
  content.text,
  edited.seen_at as replaced_at
from raw.content as content
inner join edited on content.platform = edited.platform and content.native_id = edited.native_id
where content.text is not null
