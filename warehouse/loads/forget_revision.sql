-- and the texts that edits replaced
update raw.revision
set text = null
from expired_platform as expired
where revision.platform = expired.platform and revision.replaced_at < expired.seen_before and revision.text is not null
