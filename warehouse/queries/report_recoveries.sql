-- one row per answered opening post that was negative in words or stars: its customer before the answer and after it
-- a review whose stars changed after the answer is the customer's word, too: what it said until then is kept
with post as materialized (
  select
    mention.platform,
    mention.native_id,
    mention.thread_id,
    mention.rating / mention.rating_max as stars
  from raw.mention as mention
  semi join told on mention.platform = told.platform and mention.native_id = told.native_id
),

said as materialized (
  select
    content.platform,
    content.native_id,
    content.author_id
  from raw.content as content
  semi join told on content.platform = told.platform and content.native_id = told.native_id
),

felt as materialized (
  select
    score.platform,
    score.native_id,
    score.compound,
    score.sentiment
  from score.mention_score as score
  semi join told on score.platform = told.platform and score.native_id = told.native_id
),

former as (
  select
    told.brand,
    told.platform,
    told.native_id,
    revision.rating / revision.rating_max as stars,
    max(revision.replaced_at) over (partition by told.brand, told.platform, told.native_id) as changed_at
  from told
  inner join raw.revision as revision on row(told.platform, told.native_id) = row(revision.platform, revision.native_id)
  where
    revision.rating is not null
    and revision.replaced_at > told.answered_at
    and revision.replaced_at <= $as_of
    and revision.replaced_at <= told.answered_at + interval 90 day
  qualify row_number() over (
    partition by told.brand, told.platform, told.native_id
    order by revision.replaced_at asc
  ) = 1
),

opener as (
  select
    told.brand,
    told.platform,
    told.native_id,
    told.posted_at,
    told.answered_at,
    told.part,
    mention.thread_id,
    content.author_id,
    coalesce(former.stars, mention.stars) as before_stars,
    -- scores are of the text as it is now
    if(former.changed_at is null, score.compound, null) as before_words,
    if(former.changed_at is null, score.sentiment, null) as before_sentiment
  from told
  inner join post as mention on row(told.platform, told.native_id) = row(mention.platform, mention.native_id)
  inner join said as content on row(told.platform, told.native_id) = row(content.platform, content.native_id)
  inner join felt as score on row(told.platform, told.native_id) = row(score.platform, score.native_id)
  left join former
    on row(told.brand, told.platform, told.native_id) = row(former.brand, former.platform, former.native_id)
  where
    told.is_answered and told.answered_at is not null and content.author_id is not null
    and (
      coalesce(former.stars, mention.stars) <= 0.4
      or (former.changed_at is null and score.sentiment = 'negative')
    )
),

-- what the same person said below the post, next rated the same brand, or made of their review after the answer
theirs as materialized (
  select
    content.platform,
    content.native_id,
    content.author_id
  from raw.content as content
  semi join opener on content.platform = opener.platform and content.author_id = opener.author_id
),

spoken as materialized (
  select
    mention.platform,
    mention.native_id,
    mention.thread_id,
    mention.created_at,
    mention.rating,
    mention.rating / mention.rating_max as stars
  from raw.mention as mention
  semi join theirs on mention.platform = theirs.platform and mention.native_id = theirs.native_id
),

heard as materialized (
  select
    score.platform,
    score.native_id,
    score.compound,
    score.sentiment
  from score.mention_score as score
  semi join theirs on score.platform = theirs.platform and score.native_id = theirs.native_id
),

concern as materialized (
  select
    concerned.platform,
    concerned.native_id,
    concerned.brand
  from raw.mention_brand as concerned
  semi join theirs on concerned.platform = theirs.platform and concerned.native_id = theirs.native_id
),

later as (
  select
    opener.brand,
    opener.platform,
    opener.native_id,
    mention.native_id as after_native_id,
    mention.created_at as after_at,
    mention.stars as after_stars,
    score.compound as after_words,
    score.sentiment as after_sentiment
  from opener
  inner join theirs as content on row(opener.platform, opener.author_id) = row(content.platform, content.author_id)
  inner join spoken as mention on row(content.platform, content.native_id) = row(mention.platform, mention.native_id)
  inner join heard as score on row(mention.platform, mention.native_id) = row(score.platform, score.native_id)
  left join concern as concerned
    on
      row(mention.platform, mention.native_id, opener.brand)
      = row(concerned.platform, concerned.native_id, concerned.brand)
  where
    mention.native_id <> opener.native_id
    and mention.created_at > opener.answered_at
    and mention.created_at <= $as_of
    and mention.created_at <= opener.answered_at + interval 90 day
    and (
      mention.thread_id = opener.thread_id
      or (mention.rating is not null and opener.before_stars is not null and concerned.brand is not null)
    )
  union all
  select
    former.brand,
    former.platform,
    former.native_id,
    former.native_id as after_native_id,
    former.changed_at as after_at,
    mention.stars as after_stars,
    score.compound as after_words,
    score.sentiment as after_sentiment
  from former
  inner join spoken as mention on row(former.platform, former.native_id) = row(mention.platform, mention.native_id)
  inner join heard as score on row(former.platform, former.native_id) = row(score.platform, score.native_id)
),

last_words as (
  select later.*
  from later
  qualify row_number() over (
    partition by later.brand, later.platform, later.native_id
    order by later.after_at desc, later.after_native_id desc
  ) = 1
)

select
  opener.* exclude (thread_id, author_id),
  last_words.after_native_id,
  last_words.after_at,
  last_words.after_words,
  last_words.after_stars,
  last_words.after_sentiment,
  last_words.after_words - opener.before_words as words_change,
  last_words.after_stars - opener.before_stars as stars_change,
  case
    when last_words.after_native_id is null then 'silent'
    when last_words.after_stars is not null and opener.before_stars is not null
      then if(last_words.after_stars > 0.4, 'recovered', 'not_recovered')
    when last_words.after_sentiment = 'negative' then 'not_recovered'
    else 'recovered'
  end as recovery
from opener
left join last_words
  on
    row(opener.brand, opener.platform, opener.native_id)
    = row(last_words.brand, last_words.platform, last_words.native_id)
order by opener.posted_at desc, opener.brand asc, opener.platform asc, opener.native_id asc
