-- how many times its threshold a post reaches: what a threshold by queue capacity is chosen from
alter table score.mention_score add column strength double;
