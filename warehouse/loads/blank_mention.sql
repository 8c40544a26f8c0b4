-- a tombstone keeps ids and times, so that figures stand
update raw.mention
set state = gone.state, updated_at = gone.gone_at
from gone
where mention.platform = gone.platform and mention.native_id = gone.native_id and mention.state not in ('deleted', 'removed')
