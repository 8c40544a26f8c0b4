-- one row per thread
select distinct
  platform,
  thread_id
from raw.mention
order by platform, thread_id
