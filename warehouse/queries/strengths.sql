-- one row per platform, set of brands and strength: opening customer posts of a time, and when the first of them came
with post as (
  select
    answer.platform,
    answer.native_id,
    min(answer.posted_at) as posted_at,
    list_sort(list(answer.brand)) as brands
  from marts.post_answer as answer
  where
    answer.posted_at >= $since
    and answer.posted_at < $until
    and answer.gone_at is null
    and ($platform is null or answer.platform = $platform)
  group by answer.platform, answer.native_id
)

select
  post.platform,
  post.brands,
  score.strength,
  count(*) as n,
  min(post.posted_at) as first_posted_at
from post
inner join score.mention_score as score
  on post.platform = score.platform and post.native_id = score.native_id
where
  score.strength is not null
  and ($brand is null or list_contains(post.brands, $brand))
group by post.platform, post.brands, score.strength
order by post.platform asc, post.brands asc, score.strength asc
