-- one row per stored mention that a new post answers, or whose thread a new post may turn out to head
-- two joins by whole keys: one join with an "or" would compare every stored post with every new one
select
  mention.platform,
  mention.native_id,
  mention.thread_id
from raw.mention as mention
semi join wanted on mention.platform = wanted.platform and mention.native_id = wanted.native_id
union
select
  mention.platform,
  mention.native_id,
  mention.thread_id
from raw.mention as mention
semi join wanted on mention.platform = wanted.platform and mention.thread_id = wanted.native_id
