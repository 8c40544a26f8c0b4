-- one row per opening customer post that a figure counts, with the outcome that coverage gives it, newest first
with judged as (
  select
    post.brand,
    post.platform,
    post.native_id,
    post.posted_at,
    post.due_at,
    post.severity,
    post.lang,
    post.topic,
    post.sentiment,
    post.needs_answer,
    post.answered_at as first_answered_at,
    if(post.is_dismissed and $needs_answer, 'dismissed', post.outcome) as answer_state
  from marts.judged($as_of) as post
  where
    post.outcome <> 'withdrawn'
    and ($brand is null or post.brand = $brand)
    and (not $needs_answer or post.needs_answer)
    and ($topic is null or post.topic = $topic)
    and ($sentiment is null or post.sentiment = $sentiment)
    and ($platform is null or post.platform = $platform)
    and ($lang is null or post.lang = $lang)
    -- days are told as instants, so that files of other days stay unread
    and ($since is null or post.posted_at >= $since)
    and ($until is null or post.posted_at < $until)
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
  content.url,
  if(length(content.text) > 280, left(content.text, 279) || '…', content.text) as excerpt
from newest
inner join raw.content as content on newest.platform = content.platform and newest.native_id = content.native_id
order by newest.posted_at desc, newest.native_id asc
