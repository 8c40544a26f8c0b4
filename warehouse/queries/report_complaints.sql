-- one row per complaint among the opening customer posts that a report counts, newest first, with its text and its issue
select
  told.brand,
  told.platform,
  told.native_id,
  told.posted_at,
  told.posted_date,
  told.lang,
  told.severity,
  content.url,
  content.text,
  issue_post.issue_id,
  issue_post.place,
  issue_post.native_id is not null as is_grouped
from told
inner join raw.content as content on row(told.platform, told.native_id) = row(content.platform, content.native_id)
inner join score.mention_score as score on row(told.platform, told.native_id) = row(score.platform, score.native_id)
left join desk_issue_posts as issue_post
  on row(told.brand, told.platform, told.native_id) = row(issue_post.brand, issue_post.platform, issue_post.native_id)
where score.intent = 'complaint' and content.text is not null
order by told.posted_at desc, told.platform asc, told.native_id asc, told.brand asc
limit $most
