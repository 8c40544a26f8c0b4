-- one row per event of the desk that nobody took back; taking back is none itself
with undone as (
  select
    case_id,
    undoes as version
  from desk_events
  where kind = 'undone'
)

select
  desk_events.case_id,
  desk_events.version,
  desk_events.kind,
  desk_events.actor,
  desk_events.holder,
  desk_events.signed_by,
  desk_events.occurred_at,
  desk_events.recorded_at,
  desk_events.needs_answer,
  desk_events.is_to_opener
from desk_events
anti join undone on desk_events.case_id = undone.case_id and desk_events.version = undone.version
where desk_events.kind <> 'undone'
