-- one row per opening customer post that a figure counts, with the outcome that coverage gives it, newest first
with told as (
  select
    answer.brand,
    answer.platform,
    answer.native_id,
    answer.posted_at,
    answer.due_at,
    answer.severity,
    answer.lang,
    answer.topic,
    answer.sentiment,
    answer.needs_answer,
    coalesce(answer.first_answered_at, flagged.first_answered_at) as first_answered_at,
    case
      when answer.answer_state = 'unknown' and not coalesce(flagged.is_answered, false) then 'unknown'
      when answer.due_at > $as_of then 'undecided'
      when answer.answer_state = 'answered' or coalesce(flagged.is_answered, false) then 'answered'
      else 'not_answered'
    end as answer_state
  from marts.post_answer as answer
  left join marts.flagged_post as flagged
    on
      row(answer.brand, answer.platform, answer.native_id) = row(flagged.brand, flagged.platform, flagged.native_id)
  where
    ($brand is null or answer.brand = $brand)
    and (not $needs_answer or answer.needs_answer)
    and ($topic is null or answer.topic = $topic)
    and ($sentiment is null or answer.sentiment = $sentiment)
    and ($since is null or cast(timezone($zone, answer.posted_at) as date) >= $since)
    and ($until is null or cast(timezone($zone, answer.posted_at) as date) < $until)
    and not (answer.gone_at is not null and answer.gone_at <= answer.due_at and answer.answer_state <> 'answered')
)

select
  told.*,
  left(content.text, 280) as excerpt
from told
inner join raw.content as content on row(told.platform, told.native_id) = row(content.platform, content.native_id)
where $answer_state is null or told.answer_state = $answer_state
order by told.posted_at desc, told.native_id asc
limit $limit
