-- posts whose text changed
update raw.content
set
  text = edited.text,
  url = coalesce(edited.url, content.url),
  author_id = coalesce(edited.author_id, content.author_id),
  author_name = coalesce(edited.author_name, content.author_name),
  author_followers = coalesce(edited.author_followers, content.author_followers),
  raw = edited.raw,
  content_type = edited.content_type,
  note = coalesce(edited.note, content.note)
from edited
where content.platform = edited.platform and content.native_id = edited.native_id
