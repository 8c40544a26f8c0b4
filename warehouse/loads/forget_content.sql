-- texts that were seen too long ago for their platform
update raw.content
set text = null, url = null, author_id = null, author_name = null, author_followers = null, raw = null, content_type = null
from (
  select
    mention.platform,
    mention.native_id
  from raw.mention as mention
  inner join expired_platform as expired on mention.platform = expired.platform and mention.seen_at < expired.seen_before
) as old
where content.platform = old.platform and content.native_id = old.native_id and (content.text is not null or content.raw is not null)
