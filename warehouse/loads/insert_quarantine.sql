-- one row per record that could not be read, known by its bytes
insert into raw.quarantine (quarantine_id, target_id, reason, raw, content_type, note, quarantined_at)
select
  new.quarantine_id,
  $target_id,
  new.reason,
  new.raw,
  new.content_type,
  new.note,
  $now as quarantined_at
from incoming_quarantine as new
where not exists (
  select 1
  from raw.quarantine as stored
  where stored.quarantine_id = new.quarantine_id and stored.target_id = $target_id
)
