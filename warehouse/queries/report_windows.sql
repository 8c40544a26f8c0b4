-- one row per page that was read of a target, newest first
select
  target_id,
  collected_at,
  token,
  page,
  reached_from_at,
  reached_to_at,
  items,
  quarantined,
  is_capped,
  is_overlap_reached
from raw.coverage
where
  collected_at <= $as_of
  and ($since is null or collected_at >= $since)
  and ($until is null or collected_at < $until)
  and ($brand is null or target_id in (
    select mention_brand.target_id from raw.mention_brand
    where mention_brand.brand = $brand
  ))
order by collected_at desc, target_id asc, page desc
