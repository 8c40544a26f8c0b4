-- 0 rows touched: a later holder of the lease has been here, the loader is superseded
update raw.fence
set token = $token
where target_id = $target_id and token <= $token
