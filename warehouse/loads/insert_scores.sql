-- one row per scored post
insert into score.mention_score (
  platform, native_id, scorer_version, content_hash, lang, lang_probability, positive, neutral, negative, compound, sentiment,
  complaint_probability, question_probability, intent, topics, customer_type, needs_answer, urgency, severity, reasons, scored_at,
  strength
)
select
  platform,
  native_id,
  scorer_version,
  content_hash,
  lang,
  lang_probability,
  positive,
  neutral,
  negative,
  compound,
  sentiment,
  complaint_probability,
  question_probability,
  intent,
  topics,
  customer_type,
  needs_answer,
  urgency,
  severity,
  reasons,
  scored_at,
  strength
from scored
