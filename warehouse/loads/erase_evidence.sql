-- scores keep what was found, and lose the words it was found by
update score.mention_score
set reasons = wordless.reasons
from wordless
where mention_score.platform = wordless.platform and mention_score.native_id = wordless.native_id
