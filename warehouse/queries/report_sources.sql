-- one row per target: how fresh and complete it is, how far behind posts were seen, and what reading it took
with seen as (
  select
    sighting.target_id,
    count(*) as posts,
    max(mention.created_at) as newest_post_at,
    count(*) filter (where not mention.is_backfill and mention.is_created_at_known) as timed_posts,
    quantile_cont(date_diff('microsecond', mention.created_at, sighting.seen_at) / 1e6, 0.5)
    filter (where not mention.is_backfill and mention.is_created_at_known) as lag_median_seconds,
    quantile_cont(date_diff('microsecond', mention.created_at, sighting.seen_at) / 1e6, 0.9)
    filter (where not mention.is_backfill and mention.is_created_at_known) as lag_p90_seconds
  from raw.sighting as sighting
  inner join raw.mention as mention
    on sighting.platform = mention.platform and sighting.native_id = mention.native_id
  where
    sighting.seen_at <= $as_of and ($since is null or sighting.seen_at >= $since)
    and ($until is null or sighting.seen_at < $until)
  group by sighting.target_id
),

failed as (
  select
    target_id,
    count(*) filter (where problem is not null) as failing_passes
  from desk_passes
  group by target_id
),

pulls as (
  select
    target_id,
    count(distinct token) as n,
    count(*) as pages,
    cast(sum(items) as bigint) as items,
    cast(sum(quarantined) as bigint) as quarantined,
    count(*) filter (where is_capped) as capped_pages,
    count(distinct token) filter (where is_capped) as capped_pulls,
    max(collected_at) as last_collected_at
  from told
  group by target_id
)

select
  pulls.*,
  date_diff('microsecond', pulls.last_collected_at, $as_of) / 1e6 as freshness_seconds,
  coalesce(seen.posts, 0) as posts,
  seen.newest_post_at,
  seen.lag_median_seconds,
  seen.lag_p90_seconds,
  coalesce(seen.timed_posts, 0) as timed_posts,
  coalesce(failed.failing_passes, 0) as failing_passes
from pulls
left join seen on pulls.target_id = seen.target_id
left join failed on pulls.target_id = failed.target_id
order by pulls.target_id
