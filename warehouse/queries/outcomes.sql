-- one row per wanted opening post: of an unhappy customer, what they made of the answer; else no recovery
-- the customer's own rating of the answer (CSAT) is their word on it, before all others
with post as (
  select
    told.*,
    answer.answer_id,
    answer.lang,
    answer.topic,
    answer.severity,
    score.customer_type,
    flagged.case_id
  from told
  inner join marts.post_answer as answer
    on row(told.brand, told.platform, told.native_id) = row(answer.brand, answer.platform, answer.native_id)
  inner join score.mention_score as score
    on row(told.platform, told.native_id) = row(score.platform, score.native_id)
  left join marts.flagged_post as flagged
    on row(told.brand, told.platform, told.native_id) = row(flagged.brand, flagged.platform, flagged.native_id)
),

rating as (
  select
    post.brand,
    post.platform,
    post.native_id,
    arg_max((rated.score - rated.lowest) / (rated.highest - rated.lowest), rated.rated_at) as level
  from post
  inner join rated
    on
      post.case_id = rated.case_id
      or (
        rated.case_id is null
        and post.brand = rated.brand and post.platform = rated.platform and post.native_id = rated.native_id
      )
  where rated.rated_at > post.answered_at and rated.rated_at <= $as_of
  group by post.brand, post.platform, post.native_id
)

select
  wanted.brand,
  wanted.platform,
  wanted.native_id,
  content.author_id is null as is_forgotten,
  post.case_id,
  post.answer_id,
  post.lang,
  post.topic,
  post.customer_type,
  post.severity,
  post.posted_at,
  post.answered_at,
  rating.level is not null as is_rated,
  case
    when rating.level >= 0.75 then 'recovered'
    when rating.level is not null then 'not_recovered'
    else post.recovery
  end as recovery,
  coalesce(post.stars_change, post.words_change) as change
from wanted
left join post
  on row(wanted.brand, wanted.platform, wanted.native_id) = row(post.brand, post.platform, post.native_id)
left join rating
  on row(wanted.brand, wanted.platform, wanted.native_id) = row(rating.brand, rating.platform, rating.native_id)
left join raw.content as content
  on row(wanted.platform, wanted.native_id) = row(content.platform, content.native_id)
order by wanted.brand, wanted.platform, wanted.native_id
