-- cases whose story went on
delete from marts.flagged_post
using cases
where flagged_post.case_id = cases.case_id
