-- one row per opening customer post of a window, with what became of its first answer as of an instant
with dated as (
  select
    post.*,
    cast(timezone($zone, post.posted_at) as date) as posted_date
  from marts.judged($as_of) as post
  where
    ($brand is null or post.brand = $brand)
    and ($since is null or post.posted_at >= $since)
    and ($until is null or post.posted_at < $until)
)

select
  dated.brand,
  dated.platform,
  dated.native_id,
  dated.posted_at,
  dated.posted_date,
  dated.seen_at,
  dated.due_at,
  dated.gone_at,
  dated.severity,
  dated.lang,
  dated.topic,
  dated.sentiment,
  dated.needs_answer,
  dated.is_posted_at_known,
  dated.is_answered,
  dated.is_dismissed,
  dated.breached_by,
  dated.case_id,
  dated.owner,
  dated.status,
  case when dated.is_answered then dated.answered_at end as answered_at,
  case dated.outcome
    when 'answered' then if(dated.is_in_time, 'in_time', 'late')
    when 'not_answered' then 'missed'
    else dated.outcome
  end as outcome,
  case $by
    when 'severity' then dated.severity
    when 'platform' then dated.platform
    when 'lang' then dated.lang
    when 'topic' then dated.topic
    when 'day' then cast(dated.posted_date as varchar)
    when 'week' then strftime(dated.posted_date, '%G-W%V')
    else 'all'
  end as part
from dated
order by dated.posted_at desc, dated.brand asc, dated.platform asc, dated.native_id asc
