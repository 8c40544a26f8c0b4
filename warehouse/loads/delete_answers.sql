-- opening posts whose story is told anew
delete from marts.post_answer
using told
where post_answer.brand = told.brand and post_answer.platform = told.platform and post_answer.native_id = told.native_id
