-- posts of a target that are young enough to change, in rounds: from the one looked at last
select
  mention.platform,
  mention.native_id,
  mention.created_at,
  content.url,
  content.note
from raw.mention as mention
semi join raw.sighting as sighting
  on
    mention.platform = sighting.platform
    and mention.native_id = sighting.native_id
    and sighting.target_id = $target_id
inner join raw.content as content
  on mention.platform = content.platform and mention.native_id = content.native_id
where
  mention.created_at >= $since
  and mention.created_at <= $now
  and mention.state in ('live', 'edited')
  and (
    $after_created_at is null
    or (mention.created_at, mention.platform, mention.native_id)
    > ($after_created_at, $after_platform, $after_native_id)
  )
order by mention.created_at, mention.platform, mention.native_id
limit $most
