-- one row per page that was read: the ledger of what is complete
insert into raw.coverage (
  target_id, token, page, collected_at, reached_from_at, reached_to_at, items, quarantined, is_capped, is_overlap_reached
)
values (
  $target_id, $token, $page, $now, $reached_from_at, $reached_to_at, $items, $quarantined, $is_capped, $is_overlap_reached
)
