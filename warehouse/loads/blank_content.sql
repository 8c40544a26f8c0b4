-- a tombstone keeps no text, author or raw
update raw.content
set text = null, url = null, author_id = null, author_name = null, author_followers = null, raw = null, content_type = null
from gone
where content.platform = gone.platform and content.native_id = gone.native_id
