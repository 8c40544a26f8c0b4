-- one row per opening customer post of a window that asks for an answer, as many as wanted by chance, with how many there are
select
  brand,
  platform,
  native_id,
  posted_at,
  lang,
  count(*) over () as posts
from marts.post_answer
where
  needs_answer
  and gone_at is null
  and posted_at >= $since
  and posted_at <= $now
order by md5(concat_ws('|', platform, native_id)), brand
limit $most
