-- one row per opening customer post of a window, with what became of its first answer as of an instant
with told as (
  select
    answer.brand,
    answer.platform,
    answer.native_id,
    answer.posted_at,
    answer.seen_at,
    answer.due_at,
    answer.severity,
    answer.lang,
    answer.topic,
    answer.sentiment,
    answer.needs_answer,
    answer.is_posted_at_known,
    flagged.case_id,
    flagged.owner,
    flagged.status,
    flagged.breached_by,
    answer.gone_at,
    cast(timezone($zone, answer.posted_at) as date) as posted_date,
    coalesce(answer.first_answered_at, flagged.first_answered_at) as answered_at,
    answer.answer_state = 'answered' or coalesce(flagged.is_answered, false) as is_answered_ever,
    answer.answer_state = 'unknown' and not coalesce(flagged.is_answered, false) as is_unknown,
    -- a post that its author withdrew before the answer was due asks for none
    coalesce(
      answer.gone_at <= least(answer.due_at, $as_of)
      and answer.answer_state <> 'answered'
      and not coalesce(flagged.is_answered, false),
      false
    ) as is_withdrawn,
    -- a person judged that it asks for no answer of ours, or works it with another case
    coalesce(
      flagged.status in ('dismissed', 'merged')
      and flagged.dismiss_reason is distinct from 'alike'
      and coalesce(flagged.dismissed_at <= $as_of, true),
      false
    ) as is_dismissed
  from marts.post_answer as answer
  left join marts.flagged_post as flagged
    on answer.brand = flagged.brand and answer.platform = flagged.platform and answer.native_id = flagged.native_id
  where
    answer.posted_at <= $as_of
    and ($brand is null or answer.brand = $brand)
    and ($since is null or answer.posted_at >= $since)
    and ($until is null or answer.posted_at < $until)
),

answered as (
  select
    told.*,
    told.is_answered_ever and coalesce(told.answered_at <= $as_of, true) as is_answered
  from told
)

select
  answered.brand,
  answered.platform,
  answered.native_id,
  answered.posted_at,
  answered.posted_date,
  answered.seen_at,
  answered.due_at,
  answered.gone_at,
  answered.severity,
  answered.lang,
  answered.topic,
  answered.sentiment,
  answered.needs_answer,
  answered.is_posted_at_known,
  answered.is_answered,
  answered.is_dismissed,
  answered.breached_by,
  answered.case_id,
  answered.owner,
  answered.status,
  case when answered.is_answered then answered.answered_at end as answered_at,
  case
    when answered.is_withdrawn then 'withdrawn'
    when answered.is_unknown then 'unknown'
    when answered.due_at > $as_of then 'undecided'
    when answered.is_answered and coalesce(answered.answered_at <= answered.due_at, true) then 'in_time'
    when answered.is_answered then 'late'
    else 'missed'
  end as outcome,
  case $by
    when 'severity' then answered.severity
    when 'platform' then answered.platform
    when 'lang' then answered.lang
    when 'topic' then answered.topic
    when 'day' then cast(answered.posted_date as varchar)
    when 'week' then strftime(answered.posted_date, '%G-W%V')
    else 'all'
  end as part
from answered
order by answered.posted_at desc, answered.brand asc, answered.platform asc, answered.native_id asc
