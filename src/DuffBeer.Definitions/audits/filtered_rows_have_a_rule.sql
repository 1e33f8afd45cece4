-- audit: filtered_rows_have_a_rule
--
-- Each filtered row was filtered by one of the rules.

SELECT
    dataset, run_id, filtered, filtered_test_data, filtered_orphan, filtered_no_currency, filtered_other_currency,
    filtered_after_as_of
FROM {{ this }}
WHERE filtered <> filtered_test_data + filtered_orphan + filtered_no_currency + filtered_other_currency
    + filtered_after_as_of
