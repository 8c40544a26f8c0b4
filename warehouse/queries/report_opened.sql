-- one row per row behind a figure, in its order, with the link of its post
with ordered as (
  select
    told.*,
    row_number() over () as place
  from told
)

select
  ordered.* exclude (place), -- noqa: AM04
  content.url,
  case when $with_text then left(content.text, 280) end as excerpt
from ordered
left join raw.content as content
  on row(ordered.platform, ordered.native_id) = row(content.platform, content.native_id)
order by ordered.place
