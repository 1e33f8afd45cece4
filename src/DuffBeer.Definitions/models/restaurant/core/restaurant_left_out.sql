-- model:        restaurant_left_out
-- grain:        rule
-- owner:        restaurants
-- materialized: table
-- audits:       unique(rule), accepted(rule, superseded, duplicates, test_data, orphan, no_currency, other_currency, after_as_of)
-- from: stg_restaurant_ledger(all)
-- columns:
--   rule         string  Why: superseded, duplicates, test_data, orphan, no_currency, other_currency or after_as_of
--   lines        int64   Rows of order_items and order_item_options
--   description  string  What the rule leaves out, and what brings the rows in
--
-- What the domain's figures leave out, by rule: every answer of its reports names it. Rules that leave out nothing have no row. The
-- model lines_left_out has the amounts.

WITH ledger AS (
    SELECT
        SUM(superseded) AS superseded, SUM(duplicates) AS duplicates, SUM(filtered_test_data) AS test_data,
        SUM(filtered_orphan) AS orphan, SUM(filtered_no_currency) AS no_currency,
        SUM(filtered_other_currency) AS other_currency, SUM(filtered_after_as_of) AS after_as_of
    FROM {{ ref('stg_restaurant_ledger') }}
    WHERE dataset IN ('order_items', 'order_item_options')
)
SELECT rule, lines, description
FROM (
    SELECT 'superseded' AS rule, superseded AS lines, 'Lines and options that came again: only the latest counts' AS description FROM ledger
    UNION ALL
    SELECT 'duplicates' AS rule, duplicates AS lines, 'Rows identical to another one' AS description FROM ledger
    UNION ALL
    SELECT 'test_data' AS rule, test_data AS lines, 'Rows of apps whose name ends in - DEVELOPMENT' AS description FROM ledger
    UNION ALL
    SELECT 'orphan' AS rule, orphan AS lines, 'Options without a line' AS description FROM ledger
    UNION ALL
    SELECT 'no_currency' AS rule, no_currency AS lines, 'Prices without a currency: correct the source' AS description FROM ledger
    UNION ALL
    SELECT
        'other_currency' AS rule, other_currency AS lines,
        'Prices not in ' || {{ setting('reporting_currency') }} || ': ingest a rate as currency_rates' AS description
    FROM ledger
    UNION ALL
    SELECT 'after_as_of' AS rule, after_as_of AS lines, 'Orders after as_of' AS description FROM ledger
) AS rules
WHERE lines > 0
