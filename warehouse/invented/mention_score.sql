-- one row per invented post: how it would score
insert into score.mention_score (
  platform, native_id, scorer_version, content_hash, lang, lang_probability, positive, neutral, negative, compound, sentiment,
  complaint_probability, question_probability, intent, topics, customer_type, needs_answer, urgency, severity, reasons, scored_at,
  strength
)
select
  platform,
  native_id,
  'invented' as scorer_version,
  cast(hash(number) as varchar) as content_hash,
  lang,
  0.99 as lang_probability,
  0.1 as positive,
  0.5 as neutral,
  0.4 as negative,
  -0.5 as compound,
  sentiment,
  case when needs_answer then 0.9 else 0.2 end as complaint_probability,
  0.1 as question_probability,
  case when needs_answer then 'complaint' else 'other' end as intent,
  [topic] as topics,
  'impatient' as customer_type,
  needs_answer,
  urgency,
  severity,
  '[{"name": "complaint", "points": 30.0, "evidence": ["never"]}]' as reasons,
  seen_at as scored_at,
  1.2 as strength
from invented_post
