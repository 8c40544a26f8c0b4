-- what the platforms said, how it scored and what was promised; text, authors and raw lie apart from ids, times and counts
create schema if not exists raw;
create schema if not exists score;
create schema if not exists marts;

create table raw.mention (
  platform varchar not null,
  native_id varchar not null,
  kind varchar not null,
  parent_id varchar,
  thread_id varchar not null,
  created_at timestamptz not null,
  is_created_at_known boolean not null,
  clock_starts_at timestamptz not null,
  seen_at timestamptz not null,
  updated_at timestamptz,
  state varchar not null,
  lang varchar,
  rating double,
  rating_max double,
  likes bigint,
  shares bigint,
  replies bigint,
  reply_visibility varchar not null,
  is_backfill boolean not null,
  content_hash varchar not null
);

create table raw.content (
  platform varchar not null,
  native_id varchar not null,
  created_month date not null,
  text varchar,
  url varchar,
  author_id varchar,
  author_name varchar,
  author_followers bigint,
  raw blob,
  content_type varchar,
  note varchar
);
alter table raw.content set partitioned by (created_month);

create table raw.revision (
  platform varchar not null,
  native_id varchar not null,
  content_hash varchar not null,
  text varchar,
  replaced_at timestamptz not null
);

create table raw.sighting (
  platform varchar not null,
  native_id varchar not null,
  target_id varchar not null,
  seen_at timestamptz not null
);

create table raw.mention_brand (
  platform varchar not null,
  native_id varchar not null,
  brand varchar not null,
  target_id varchar not null,
  rule_version integer not null
);

create table raw.cursor (
  target_id varchar not null,
  cursor varchar,
  moved_at timestamptz not null
);

create table raw.fence (
  target_id varchar not null,
  token bigint not null
);

create table raw.coverage (
  target_id varchar not null,
  token bigint not null,
  page integer not null,
  collected_at timestamptz not null,
  reached_from_at timestamptz,
  reached_to_at timestamptz,
  items integer not null,
  quarantined integer not null,
  is_capped boolean not null,
  is_overlap_reached boolean not null
);

create table raw.quarantine (
  quarantine_id varchar not null,
  target_id varchar not null,
  reason varchar not null,
  raw blob not null,
  content_type varchar not null,
  note varchar,
  quarantined_at timestamptz not null
);

create table score.mention_score (
  platform varchar not null,
  native_id varchar not null,
  scorer_version varchar not null,
  content_hash varchar not null,
  lang varchar not null,
  lang_probability double not null,
  positive double not null,
  neutral double not null,
  negative double not null,
  compound double not null,
  sentiment varchar not null,
  complaint_probability double not null,
  question_probability double not null,
  intent varchar not null,
  topics varchar[] not null,
  customer_type varchar not null,
  needs_answer boolean not null,
  urgency integer not null,
  severity varchar not null,
  reasons varchar not null,
  scored_at timestamptz not null
);

create table score.promise (
  brand varchar not null,
  platform varchar not null,
  native_id varchar not null,
  starts_at timestamptz not null,
  warn_at timestamptz not null,
  due_at timestamptz not null,
  target_seconds bigint not null,
  policy_version integer not null,
  rule varchar not null,
  severity varchar not null,
  decided_at timestamptz not null
);

create table marts.post_answer (
  brand varchar not null,
  platform varchar not null,
  native_id varchar not null,
  thread_id varchar not null,
  posted_at timestamptz not null,
  is_posted_at_known boolean not null,
  seen_at timestamptz not null,
  due_at timestamptz not null,
  severity varchar not null,
  lang varchar not null,
  topic varchar not null,
  sentiment varchar not null,
  needs_answer boolean not null,
  is_backfill boolean not null,
  gone_at timestamptz,
  answer_state varchar not null,
  answer_id varchar,
  first_answered_at timestamptz
);

create table marts.case_day (
  opened_date date not null,
  brand varchar not null,
  severity varchar not null,
  opened integer not null,
  answered integer not null,
  resolved integer not null,
  dismissed integer not null,
  breached integer not null
);

create table marts.flagged_post (
  case_id varchar not null,
  brand varchar not null,
  platform varchar not null,
  native_id varchar not null,
  version integer not null,
  status varchar not null,
  severity varchar not null,
  urgency integer not null,
  owner varchar,
  posted_at timestamptz not null,
  detected_at timestamptz not null,
  due_at timestamptz not null,
  is_answered boolean not null,
  first_answered_at timestamptz,
  resolved_at timestamptz,
  warned_at timestamptz,
  breached_at timestamptz,
  dismiss_reason varchar
);

create table marts.sentiment_day (
  posted_date date not null,
  brand varchar not null,
  platform varchar not null,
  lang varchar not null,
  topic varchar not null,
  posts integer not null,
  negative integer not null,
  neutral integer not null,
  positive integer not null,
  needs_answer integer not null
);
