-- one row per post of some keys, with its words and its author, as far as they are kept
select
  content.platform,
  content.native_id,
  content.text,
  content.author_id,
  content.author_name
from raw.content as content
semi join wanted on content.platform = wanted.platform and content.native_id = wanted.native_id
