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
  case
    when $with_text then if(length(content.text) > 280, left(content.text, 279) || '…', content.text)
  end as excerpt
from ordered
left join raw.content as content
  on row(ordered.platform, ordered.native_id) = row(content.platform, content.native_id)
order by ordered.place
