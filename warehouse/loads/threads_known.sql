-- one row per stored mention that a new post answers, or whose thread a new post may turn out to head
select distinct
  mention.platform,
  mention.native_id,
  mention.thread_id
from raw.mention as mention
inner join wanted on mention.platform = wanted.platform and (mention.native_id = wanted.native_id or mention.thread_id = wanted.native_id)
