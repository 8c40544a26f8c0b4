-- nor do the texts that edits replaced
update raw.revision
set text = null
from gone
where revision.platform = gone.platform and revision.native_id = gone.native_id
