-- one row per opening customer post that a figure counts, with the outcome that coverage gives it, newest first
with told as (
  select
    answer.brand,
    answer.platform,
    answer.native_id,
    answer.posted_at,
    answer.due_at,
    answer.gone_at,
    answer.severity,
    answer.lang,
    answer.topic,
    answer.sentiment,
    answer.needs_answer,
    coalesce(answer.first_answered_at, flagged.first_answered_at) as first_answered_at,
    answer.answer_state = 'answered' or coalesce(flagged.is_answered, false) as is_answered,
    answer.answer_state = 'unknown' as is_unknown,
    coalesce(
      flagged.status in ('dismissed', 'merged')
      and flagged.dismiss_reason is distinct from 'alike'
      and coalesce(flagged.dismissed_at <= $as_of, true),
      false
    ) as is_dismissed
  from marts.post_answer as answer
  left join marts.flagged_post as flagged
    on
      answer.brand = flagged.brand and answer.platform = flagged.platform and answer.native_id = flagged.native_id
  where
    answer.posted_at <= $as_of
    and ($brand is null or answer.brand = $brand)
    and (not $needs_answer or answer.needs_answer)
    and ($topic is null or answer.topic = $topic)
    and ($sentiment is null or answer.sentiment = $sentiment)
    and ($platform is null or answer.platform = $platform)
    and ($lang is null or answer.lang = $lang)
    -- days are told as instants, so that files of other days stay unread
    and ($since is null or answer.posted_at >= $since)
    and ($until is null or answer.posted_at < $until)
),

judged as (
  select
    told.brand,
    told.platform,
    told.native_id,
    told.posted_at,
    told.due_at,
    told.severity,
    told.lang,
    told.topic,
    told.sentiment,
    told.needs_answer,
    told.first_answered_at,
    case
      when told.is_dismissed and $needs_answer then 'dismissed'
      when told.is_unknown and not told.is_answered then 'unknown'
      when told.due_at > $as_of then 'undecided'
      when told.is_answered and coalesce(told.first_answered_at <= $as_of, true) then 'answered'
      else 'not_answered'
    end as answer_state
  from told
  where not coalesce(told.gone_at <= least(told.due_at, $as_of) and not told.is_answered, false)
),

newest as materialized (
  select judged.*
  from judged
  where coalesce($answer_state = judged.answer_state, judged.answer_state <> 'dismissed')
  order by judged.posted_at desc, judged.native_id asc
  limit $limit
)

select
  newest.*,
  left(content.text, 280) as excerpt
from newest
inner join raw.content as content on newest.platform = content.platform and newest.native_id = content.native_id
order by newest.posted_at desc, newest.native_id asc
