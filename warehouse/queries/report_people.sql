-- one row per person: first answers given, how many in time, how long they took, and what is in their hands now
with given as (
  select
    answered_by as person,
    count(*) as n,
    count(*) filter (where first_answered_at is not null) as timed,
    count(*) filter (where first_answered_at is null) as n_time_unknown,
    count(*) filter (where is_in_time) as in_time,
    quantile_cont(answer_seconds, 0.5) filter (where answer_seconds >= 0) as median_seconds
  from told
  where is_answered
  group by answered_by
),

held as (
  select
    owner as person,
    count(*) as in_hand,
    count(*) filter (where is_overdue) as overdue_in_hand
  from told
  where is_waiting and owner is not null
  group by owner
)

select
  coalesce(given.person, held.person) as person,
  coalesce(given.n, 0) as n,
  coalesce(given.timed, 0) as timed,
  coalesce(given.n_time_unknown, 0) as n_time_unknown,
  coalesce(given.in_time, 0) as in_time,
  given.median_seconds,
  coalesce(held.in_hand, 0) as in_hand,
  coalesce(held.overdue_in_hand, 0) as overdue_in_hand
from given
full join held on given.person = held.person
order by person
