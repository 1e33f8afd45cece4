-- model:        restaurant_ledger
-- grain:        dataset, run_id
-- owner:        restaurants
-- materialized: table
-- audits:       unique(dataset, run_id), ledger_adds_up, filtered_rows_have_a_rule
-- from: stg_restaurant_ledger(dataset, run_id)
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
-- What became of each run's accepted rows: accepted = kept + superseded + duplicates + filtered, and filtered by rule.

SELECT
    dataset, run_id, accepted, kept, superseded, duplicates, filtered, filtered_test_data, filtered_orphan,
    filtered_no_currency, filtered_other_currency, filtered_after_as_of
FROM {{ ref('stg_restaurant_ledger') }}
