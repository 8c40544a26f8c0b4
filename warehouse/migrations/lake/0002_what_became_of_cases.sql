-- what reports ask of a case beside its first answer
alter table marts.flagged_post add column dismissed_at timestamptz;
alter table marts.flagged_post add column team varchar;
alter table marts.flagged_post add column escalation_level integer;
alter table marts.flagged_post add column outcome varchar;
alter table marts.flagged_post add column satisfaction integer;
alter table marts.flagged_post add column breached_by varchar;
alter table marts.flagged_post add column next_late integer;
alter table marts.flagged_post add column next_breached_by varchar;
alter table marts.flagged_post add column resolve_due_at timestamptz;
alter table marts.flagged_post add column resolve_stopped_at timestamptz;
alter table marts.flagged_post add column resolve_breached_at timestamptz;
alter table marts.flagged_post add column resolve_breached_by varchar;
