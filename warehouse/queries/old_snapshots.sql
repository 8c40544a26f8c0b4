-- one row per snapshot that every consumer has passed and no reader can be in the middle of; the newest always stays
select snapshot_id
from ducklake_snapshots('lake')
where
  snapshot_id < $needed
  and snapshot_time < $before
  and snapshot_id < (select max(snapshot_id) from ducklake_snapshots('lake'))
order by snapshot_id
