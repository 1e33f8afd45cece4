-- audit: retail_filtered_rows_have_a_rule
--
-- Each filtered row was filtered by one of the rules.

SELECT run_id, filtered, filtered_after_file, filtered_after_as_of
FROM {{ this }}
WHERE filtered <> filtered_after_file + filtered_after_as_of
