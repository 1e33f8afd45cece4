-- report:     restaurant-ledger
-- title:      Where every accepted row of the restaurants went
-- domain:     restaurant
-- model:      restaurant_ledger
-- parameters:
--   dataset  string  Only this dataset
--   run_id   string  Only this run
-- sortable:   dataset, run_id, accepted, kept, superseded, duplicates, filtered, filtered_test_data, filtered_orphan, filtered_after_file,
--             filtered_no_currency, filtered_other_currency, filtered_after_as_of
-- order:      dataset, run_id
-- limit:      100
-- show:       dataset, run_id, accepted, kept, superseded, duplicates, filtered
-- cache:      until the next snapshot
-- chart:      bar(dataset, accepted)
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
--   filtered_after_file      int64   Orders more than a day later than their file
--   filtered_no_currency     int64   Prices without a currency
--   filtered_other_currency  int64   Prices not in {reporting_currency} and without a rate
--   filtered_after_as_of     int64   Orders after as_of
--
-- For every published run: accepted = kept + superseded + duplicates + filtered, and filtered by rule.

SELECT
    dataset, run_id, accepted, kept, superseded, duplicates, filtered, filtered_test_data, filtered_orphan, filtered_after_file,
    filtered_no_currency, filtered_other_currency, filtered_after_as_of
FROM {{ ref('restaurant_ledger') }}
WHERE ({{ dataset }} IS NULL OR dataset = {{ dataset }})
    AND ({{ run_id }} IS NULL OR run_id = {{ run_id }})
