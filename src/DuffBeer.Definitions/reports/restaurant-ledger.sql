-- report:     restaurant-ledger
-- title:      Where every accepted row of the restaurants went
-- domain:     restaurant
-- model:      restaurant_ledger
-- parameters:
--   dataset  string  values(restaurant_ledger.dataset)  Only this dataset
--   run_id   string  values(restaurant_ledger.run_id)  Only this run
-- sortable:   dataset, run_id, accepted, kept, superseded, duplicates, filtered, filtered_test_data, filtered_orphan,
--             filtered_no_currency, filtered_other_currency, filtered_after_as_of
-- order:      dataset, run_id
-- limit:      100
-- show:       dataset, run_id, accepted, kept, superseded, duplicates, filtered
-- labels:
--   filtered_test_data       Test data
--   filtered_orphan          Options without a line
--   filtered_no_currency     No currency
--   filtered_other_currency  Other currency
--   filtered_after_as_of     After as of
-- cache:      until the next snapshot
-- chart:      bar(dataset, accepted)
-- from: restaurant_ledger(dataset, run_id)
-- columns:
--   dataset                  string  Dataset of the rows
--   run_id                   string  Run that brought them
--   accepted                 int64   Rows that the run published
--   kept                     int64   Rows that count
--   superseded               int64   Rows replaced by a later one of the same line, option, day, rate or location
--   duplicates               int64   Rows identical to another one
--   filtered                 int64   Rows left out by a rule
--   filtered_test_data       int64   Rows of apps whose name ends in - DEVELOPMENT
--   filtered_orphan          int64   Options without a line
--   filtered_no_currency     int64   Prices without a currency
--   filtered_other_currency  int64   Prices not in {reporting_currency} and without a rate
--   filtered_after_as_of     int64   Orders after as_of
--
-- For every published run: accepted = kept + superseded + duplicates + filtered, and filtered by rule.

SELECT
    dataset, run_id, accepted, kept, superseded, duplicates, filtered, filtered_test_data, filtered_orphan,
    filtered_no_currency, filtered_other_currency, filtered_after_as_of
FROM {{ ref('restaurant_ledger') }}
WHERE ({{ dataset }} IS NULL OR dataset = {{ dataset }})
    AND ({{ run_id }} IS NULL OR run_id = {{ run_id }})
