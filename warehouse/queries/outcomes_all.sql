-- one row per answered opening post
select
  answer.brand,
  answer.platform,
  answer.native_id
from marts.post_answer as answer
left join marts.flagged_post as flagged
  on row(answer.brand, answer.platform, answer.native_id) = row(flagged.brand, flagged.platform, flagged.native_id)
where answer.answer_state = 'answered' or flagged.is_answered
order by answer.brand, answer.platform, answer.native_id
