-- posts whose thread turned out to be part of a longer one
update raw.mention
set thread_id = moved.new_thread_id
from moved
where mention.platform = moved.platform and mention.thread_id = moved.old_thread_id
