-- one row per rating that customers gave in a window, on a scale from 0 to 1, newest first
with rated as (
  select
    desk_ratings.*,
    cast(timezone($zone, desk_ratings.rated_at) as date) as rated_date,
    (desk_ratings.score - desk_ratings.lowest) / (desk_ratings.highest - desk_ratings.lowest) as level
  from desk_ratings
  where
    desk_ratings.rated_at <= $as_of
    and ($brand is null or desk_ratings.brand = $brand)
    and ($since is null or desk_ratings.rated_at >= $since)
    and ($until is null or desk_ratings.rated_at < $until)
)

select
  rated.brand,
  rated.kind,
  rated.origin,
  rated.rated_at,
  rated.case_id,
  rated.platform,
  rated.native_id,
  rated.score,
  rated.lowest,
  rated.highest,
  case
    when rated.kind = 'nps' and rated.score >= 9 then 'promoter'
    when rated.kind = 'nps' and rated.score >= 7 then 'passive'
    when rated.kind = 'nps' then 'detractor'
    when rated.level >= 0.75 then 'satisfied'
    else 'not_satisfied'
  end as verdict,
  case $by
    when 'origin' then rated.origin
    when 'day' then cast(rated.rated_date as varchar)
    when 'week' then strftime(rated.rated_date, '%G-W%V')
    else 'all'
  end as part
from rated
order by rated.rated_at desc, rated.kind asc, rated.case_id asc, rated.native_id asc
