-- one row per unhappy customer who was answered: what the answer was made from, and what they made of it
with dated as (
  select
    desk_outcomes.*,
    cast(timezone($zone, desk_outcomes.posted_at) as date) as posted_date
  from desk_outcomes
  where
    desk_outcomes.answered_at <= $as_of
    and ($brand is null or desk_outcomes.brand = $brand)
    and ($since is null or desk_outcomes.posted_at >= $since)
    and ($until is null or desk_outcomes.posted_at < $until)
)

select
  dated.brand,
  dated.platform,
  dated.native_id,
  dated.case_id,
  dated.posted_at,
  dated.answered_at,
  dated.lang,
  dated.topic,
  dated.customer_type,
  coalesce(dated.basis, 'own_words') as basis,
  coalesce(dated.basis_name, '') as reply,
  dated.basis_version as version,
  dated.share,
  dated.is_started,
  dated.recovery,
  dated.is_rated,
  dated.change,
  case $by
    when 'severity' then dated.severity
    when 'platform' then dated.platform
    when 'lang' then dated.lang
    when 'topic' then dated.topic
    when 'day' then cast(dated.posted_date as varchar)
    when 'week' then strftime(dated.posted_date, '%G-W%V')
    else 'all'
  end as part
from dated
order by dated.posted_at desc, dated.brand asc, dated.platform asc, dated.native_id asc
