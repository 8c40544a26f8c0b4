-- one row per post of the batch that is stored already
select
  mention.platform,
  mention.native_id,
  mention.parent_id,
  mention.content_hash,
  mention.state,
  mention.created_at,
  mention.updated_at,
  mention.likes,
  mention.shares,
  mention.replies,
  mention.rating
from raw.mention as mention
inner join wanted on mention.platform = wanted.platform and mention.native_id = wanted.native_id
