-- one row per record that could not be read, newest first
select
  target_id,
  quarantined_at,
  reason,
  note,
  octet_length(raw) as raw_bytes
from raw.quarantine
order by quarantined_at desc, quarantine_id asc
limit 1000
