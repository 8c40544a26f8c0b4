-- what had become of each opening customer post's first answer by an instant: whether only a person tells of it
create or replace macro marts.judged(as_of) as table (
  with told as (
    select
      answer.brand,
      answer.platform,
      answer.native_id,
      answer.posted_at,
      answer.is_posted_at_known,
      answer.seen_at,
      answer.due_at,
      answer.gone_at,
      answer.severity,
      answer.lang,
      answer.topic,
      answer.sentiment,
      answer.needs_answer,
      flagged.case_id,
      flagged.owner,
      flagged.status,
      flagged.breached_by,
      coalesce(answer.first_answered_at, flagged.first_answered_at) as answered_at,
      answer.answer_state = 'answered' or coalesce(flagged.is_answered, false) as is_answered_ever,
      answer.answer_state = 'answered' as is_shown,
      answer.answer_state = 'unknown' as is_unseen,
      -- a person judged that it asks for no answer of ours, or works it with another case
      coalesce(
        case_of.status in ('dismissed', 'merged')
        and case_of.dismiss_reason is distinct from 'alike'
        and coalesce(case_of.dismissed_at <= as_of, true),
        false
      ) as is_dismissed
    from marts.post_answer as answer
    left join marts.flagged_post as flagged
      on answer.brand = flagged.brand and answer.platform = flagged.platform and answer.native_id = flagged.native_id
    -- a copy that repwatch gathered is worked as part of another case, and judged with it
    left join marts.flagged_post as case_of
      on if(flagged.dismiss_reason = 'alike', flagged.merged_into, flagged.case_id) = case_of.case_id
    where answer.posted_at <= as_of
  )

  select
    told.* exclude (is_answered_ever, is_shown, is_unseen),
    told.is_answered_ever and coalesce(told.answered_at <= as_of, true) as is_answered,
    -- a person recorded the answer, and the platform does not show it
    told.is_answered_ever and not told.is_shown as is_by_hand,
    coalesce(told.answered_at <= told.due_at, true) as is_in_time,
    case
      when told.is_posted_at_known and told.answered_at <= as_of
        then date_diff('microsecond', told.posted_at, told.answered_at) / 1e6
    end as latency_seconds,
    case
      -- a post that its author withdrew before the answer was due asks for none
      when coalesce(told.gone_at <= least(told.due_at, as_of) and not told.is_answered_ever, false) then 'withdrawn'
      when told.is_unseen and not told.is_answered_ever then 'unknown'
      when told.due_at > as_of then 'undecided'
      when told.is_answered_ever and coalesce(told.answered_at <= as_of, true) then 'answered'
      else 'not_answered'
    end as outcome
  from told
);
