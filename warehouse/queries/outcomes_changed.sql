-- one row per opening post of which something came or changed since a snapshot: its thread, its answer, its case, or what
-- its author rates; answered or not, since an answer may have gone
with changed as materialized (
  select
    platform,
    native_id
  from ducklake_table_insertions('lake', 'raw', 'mention', $since, $until)
  union
  select
    platform,
    native_id
  from ducklake_table_insertions('lake', 'score', 'mention_score', $since, $until)
  union
  select
    platform,
    native_id
  from ducklake_table_insertions('lake', 'marts', 'post_answer', $since, $until)
  union
  select
    platform,
    native_id
  from ducklake_table_insertions('lake', 'marts', 'flagged_post', $since, $until)
),

thread as materialized (
  select distinct
    mention.platform,
    mention.thread_id
  from raw.mention as mention
  inner join changed on mention.platform = changed.platform and mention.native_id = changed.native_id
),

-- a new review may be the next word about an answer below an older one
rater as materialized (
  select distinct
    content.platform,
    content.author_id
  from raw.content as content
  inner join raw.mention as mention
    on row(content.platform, content.native_id) = row(mention.platform, mention.native_id)
  inner join changed on mention.platform = changed.platform and mention.native_id = changed.native_id
  where mention.rating is not null and content.author_id is not null
),

rated as materialized (
  select
    content.platform,
    content.native_id
  from raw.content as content
  inner join rater on content.platform = rater.platform and content.author_id = rater.author_id
)

select
  answer.brand,
  answer.platform,
  answer.native_id
from marts.post_answer as answer
where
  row(answer.platform, answer.thread_id) in (select row(thread.platform, thread.thread_id) from thread)
  or row(answer.platform, answer.native_id) in (select row(rated.platform, rated.native_id) from rated)
order by answer.brand, answer.platform, answer.native_id
