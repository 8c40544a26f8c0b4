-- one row per new mention key; the month of the post is the partition
insert into raw.content (
  platform, native_id, created_month, text, url, author_id, author_name, author_followers, raw, content_type, note
)
select
  platform,
  native_id,
  created_month,
  text,
  url,
  author_id,
  author_name,
  author_followers,
  raw,
  content_type,
  note
from fresh
