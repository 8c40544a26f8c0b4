-- one row per business day on which cases were opened, brand and severity
select
  cast(timezone($zone, flagged.posted_at) as date) as opened_date,
  flagged.brand,
  flagged.severity,
  count(*) as opened,
  count(*) filter (where flagged.is_answered) as answered,
  count(*) filter (where flagged.status = 'resolved') as resolved,
  count(*) filter (where flagged.status = 'dismissed') as dismissed,
  count(*) filter (where flagged.breached_at is not null) as breached
from marts.flagged_post as flagged
inner join wanted on cast(timezone($zone, flagged.posted_at) as date) = wanted.wanted_date
group by all
