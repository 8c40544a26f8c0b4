-- one row per target and span of created_at that its pulls have read whole; a target that tells no windows has read
-- from one look to the next, where neither was capped
with told as (
  select
    target_id,
    token,
    page,
    reached_from_at,
    reached_to_at,
    is_overlap_reached,
    -- a sweep that is not done has not read its window yet
    max(row(token, page)) filter (where is_overlap_reached and reached_from_at is not null)
      over (partition by target_id) as done
  from raw.coverage
  where collected_at >= $since
),

window_span as (
  select
    target_id,
    reached_from_at as from_at,
    reached_to_at as to_at
  from told
  where reached_from_at is not null and row(token, page) <= done
),

look as (
  select
    target_id,
    lag(collected_at) over (partition by target_id order by token, page) as from_at,
    collected_at as to_at,
    is_overlap_reached and not is_capped as is_whole
  from raw.coverage
  where collected_at >= $since
),

span as (
  select * from window_span
  union all
  select
    target_id,
    from_at,
    to_at
  from look
  where is_whole and from_at is not null and target_id not in (select target_id from window_span)
),

ordered as (
  select
    *,
    max(to_at) over (
      partition by target_id
      order by from_at, to_at
      rows between unbounded preceding and 1 preceding
    ) as before_at
  from span
),

island as (
  select
    *,
    -- a source may tell its windows to the second only
    count(*) filter (where before_at is null or from_at > before_at + interval 1 second)
      over (partition by target_id order by from_at, to_at) as number
  from ordered
)

select
  target_id,
  min(from_at) as from_at,
  max(to_at) as to_at
from island
group by target_id, number
order by target_id, from_at
