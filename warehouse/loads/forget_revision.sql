-- and the texts that edits replaced
update raw.revision
set text = null
from (
  select
    mention.platform,
    mention.native_id
  from raw.mention as mention
  inner join expired_platform as expired on mention.platform = expired.platform and mention.seen_at < expired.seen_before
) as old
where revision.platform = old.platform and revision.native_id = old.native_id and revision.text is not null
