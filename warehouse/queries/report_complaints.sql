-- one row per complaint among the opening customer posts that a report counts, newest first, with its text
select
  told.brand,
  told.platform,
  told.native_id,
  told.posted_at,
  told.posted_date,
  told.lang,
  told.severity,
  content.url,
  content.text
from told
inner join raw.content as content on row(told.platform, told.native_id) = row(content.platform, content.native_id)
inner join score.mention_score as score on row(told.platform, told.native_id) = row(score.platform, score.native_id)
where score.intent = 'complaint' and content.text is not null
order by told.posted_at desc, told.platform asc, told.native_id asc, told.brand asc
limit $most
