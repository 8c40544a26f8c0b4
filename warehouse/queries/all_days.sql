-- one row per business day with verdicts
select distinct cast(timezone($zone, posted_at) as date) as wanted_date
from marts.post_answer
