-- one row per opening customer post that a figure counts, newest first
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
  answer.answer_state,
  answer.first_answered_at,
  left(content.text, 280) as excerpt
from marts.post_answer as answer
inner join raw.content as content on row(answer.platform, answer.native_id) = row(content.platform, content.native_id)
where
  ($brand is null or answer.brand = $brand)
  and (not $needs_answer or answer.needs_answer)
  and ($answer_state is null or answer.answer_state = $answer_state)
  and ($topic is null or answer.topic = $topic)
  and ($sentiment is null or answer.sentiment = $sentiment)
  and ($since is null or cast(timezone($zone, answer.posted_at) as date) >= $since)
  and ($until is null or cast(timezone($zone, answer.posted_at) as date) < $until)
order by answer.posted_at desc, answer.native_id asc
limit $limit
