-- and what could not be read of them: nobody knows whose it was
delete from raw.quarantine
using expired_target
where quarantine.target_id = expired_target.target_id and quarantine.quarantined_at < expired_target.seen_before
