-- posts that changed; what a platform no longer says is kept, first sight and the clock's start never move
update raw.mention
set
  content_hash = changed.content_hash,
  state = changed.state,
  updated_at = coalesce(changed.updated_at, mention.updated_at),
  likes = coalesce(changed.likes, mention.likes),
  shares = coalesce(changed.shares, mention.shares),
  replies = coalesce(changed.replies, mention.replies),
  rating = coalesce(changed.rating, mention.rating),
  rating_max = coalesce(changed.rating_max, mention.rating_max)
from changed
where mention.platform = changed.platform and mention.native_id = changed.native_id
