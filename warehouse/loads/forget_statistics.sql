-- the catalog keeps the least and the greatest value of each column, which for words are words
update __ducklake_metadata_lake.ducklake_table_column_stats
set min_value = null, max_value = null
where
  exists (
    select 1
    from __ducklake_metadata_lake.ducklake_column as told
    where
      told.table_id = ducklake_table_column_stats.table_id
      and told.column_id = ducklake_table_column_stats.column_id
      and told.column_name in ('text', 'url', 'author_id', 'author_name', 'raw', 'note', 'reasons')
  )
