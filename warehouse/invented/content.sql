-- one row per invented post: what it says, and who says it
insert into raw.content (
  platform, native_id, created_month, text, url, author_id, author_name, author_followers, raw, content_type
)
select
  platform,
  native_id,
  cast(date_trunc('month', posted_at) as date) as created_month,
  text,
  'https://posts.example/' || native_id as url,
  author_id,
  author_id as author_name,
  number % 5000 as author_followers,
  encode(text) as raw,
  'text/plain' as content_type
from invented_post
