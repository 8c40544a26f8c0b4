-- one row per post: its score
with asked as materialized (
  select
    unnest($platforms) as platform,
    unnest($native_ids) as native_id
)

select
  scored.platform,
  scored.native_id,
  scored.lang,
  scored.sentiment,
  scored.compound,
  scored.complaint_probability,
  scored.question_probability,
  scored.intent,
  scored.topics,
  scored.customer_type,
  scored.urgency,
  scored.severity,
  scored.reasons,
  scored.scored_at,
  scored.scorer_version
from score.mention_score as scored
semi join asked on scored.platform = asked.platform and scored.native_id = asked.native_id
