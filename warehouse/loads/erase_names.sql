-- what others wrote to somebody who is erased: in the same conversations by any of their names, elsewhere by @name only;
-- twice, since a match takes the letter beside it along
update raw.content
set
  text = regexp_replace(regexp_replace(content.text, named.names, $instead, 'g'), named.names, $instead, 'g'),
  raw = null,
  content_type = null
from (
  select
    mention.platform,
    mention.native_id,
    spoken.thread_id is not null as is_spoken,
    case when spoken.thread_id is null then $handles else $names end as names
  from raw.mention as mention
  left join spoken on mention.platform = spoken.platform and mention.thread_id = spoken.thread_id
  where mention.platform = $platform
) as named
where
  content.platform = named.platform
  and content.native_id = named.native_id
  and (
    regexp_matches(content.text, named.names)
    or (
      named.is_spoken
      and exists (
        select 1
        from needle
        where contains(cast(content.raw as varchar), needle.bytes)
      )
    )
  )
