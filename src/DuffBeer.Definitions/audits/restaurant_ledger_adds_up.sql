-- audit: restaurant_ledger_adds_up
--
-- For every dataset and run, accepted = kept + superseded + duplicates + filtered, and each filtered row has its rule.

SELECT dataset, run_id, accepted, kept, superseded, duplicates, filtered, filtered_test_data, filtered_orphan
FROM {{ ref('stg_restaurant_ledger') }}
WHERE accepted <> kept + superseded + duplicates + filtered OR filtered <> filtered_test_data + filtered_orphan
