-- one row: the score of one post
select
  lang,
  sentiment,
  compound,
  complaint_probability,
  question_probability,
  intent,
  topics,
  customer_type,
  urgency,
  severity,
  reasons,
  scored_at,
  scorer_version
from score.mention_score
where platform = $platform and native_id = $native_id
