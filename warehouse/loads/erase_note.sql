-- nor what a source noted to find an erased post again
update raw.content
set note = null
from gone
where content.platform = gone.platform and content.native_id = gone.native_id and content.note is not null
