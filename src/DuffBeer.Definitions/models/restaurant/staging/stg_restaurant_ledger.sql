-- model:        stg_restaurant_ledger
-- grain:        dataset, run_id
-- owner:        restaurants
-- materialized: table
-- audits:       unique(dataset, run_id), ledger_adds_up, filtered_rows_have_a_rule
-- from: order_items(_run = run_id), stg_order_items(run_id), stg_order_item_rows(run_id),
--   order_item_options(_run = run_id), stg_order_item_options(run_id), stg_order_item_option_rows(run_id),
--   date_dim(_run = run_id), stg_calendar_days(run_id), currency_rates(_run = run_id), stg_currency_rates(run_id),
--   restaurant_locations(_run = run_id), stg_restaurant_locations(run_id), restaurant_as_of(whole)
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
-- How each run's accepted rows were used. Accepted rows are counted in the sources and kept rows among those passed to the core, so
-- a row lost or doubled in between is detected.

WITH items AS (
    SELECT
        lines.run_id,
        CASE WHEN lines.row_role = 'kept' AND lines.order_date > today.as_of THEN 'filtered' ELSE lines.row_role END AS row_role,
        CASE WHEN lines.row_role = 'kept' AND lines.order_date > today.as_of THEN 'after_as_of' ELSE lines.rule END AS rule
    FROM {{ ref('stg_order_item_rows') }} AS lines
    CROSS JOIN {{ ref('restaurant_as_of') }} AS today
),
ledgers AS (
    SELECT 'order_items' AS dataset, run_id, accepted, kept, superseded, duplicates, filtered
    FROM {{ run_ledger({{ source('order_items') }}, {{ ref('stg_order_items') }}, items) }} AS ledger
    UNION ALL
    SELECT 'order_item_options' AS dataset, run_id, accepted, kept, superseded, duplicates, filtered
    FROM {{ run_ledger({{ source('order_item_options') }}, {{ ref('stg_order_item_options') }}, {{ ref('stg_order_item_option_rows') }}) }}
        AS ledger
    UNION ALL
    SELECT 'date_dim' AS dataset, run_id, accepted, kept, superseded, duplicates, filtered
    FROM {{ run_ledger(
        {{ source('date_dim') }},
        (SELECT run_id FROM {{ ref('stg_calendar_days') }} WHERE row_role = 'kept'),
        {{ ref('stg_calendar_days') }}) }}
        AS ledger
    UNION ALL
    SELECT 'currency_rates' AS dataset, run_id, accepted, kept, superseded, duplicates, filtered
    FROM {{ run_ledger(
        {{ source('currency_rates') }},
        (SELECT run_id FROM {{ ref('stg_currency_rates') }} WHERE row_role = 'kept'),
        {{ ref('stg_currency_rates') }}) }}
        AS ledger
    UNION ALL
    SELECT 'restaurant_locations' AS dataset, run_id, accepted, kept, superseded, duplicates, filtered
    FROM {{ run_ledger(
        {{ source('restaurant_locations') }},
        (SELECT run_id FROM {{ ref('stg_restaurant_locations') }} WHERE row_role = 'kept'),
        {{ ref('stg_restaurant_locations') }}) }}
        AS ledger
),
rules AS (
    SELECT
        dataset, run_id,
        COUNT(*) FILTER (WHERE rule = 'test_data') AS filtered_test_data,
        COUNT(*) FILTER (WHERE rule = 'orphan') AS filtered_orphan,
        COUNT(*) FILTER (WHERE rule = 'no_currency') AS filtered_no_currency,
        COUNT(*) FILTER (WHERE rule = 'other_currency') AS filtered_other_currency,
        COUNT(*) FILTER (WHERE rule = 'after_as_of') AS filtered_after_as_of
    FROM (
        SELECT 'order_items' AS dataset, run_id, rule FROM items
        UNION ALL
        SELECT 'order_item_options' AS dataset, run_id, rule FROM {{ ref('stg_order_item_option_rows') }}
    ) AS judged
    GROUP BY dataset, run_id
)
SELECT
    ledgers.dataset, ledgers.run_id, ledgers.accepted, ledgers.kept, ledgers.superseded, ledgers.duplicates, ledgers.filtered,
    COALESCE(rules.filtered_test_data, 0) AS filtered_test_data,
    COALESCE(rules.filtered_orphan, 0) AS filtered_orphan,
    COALESCE(rules.filtered_no_currency, 0) AS filtered_no_currency,
    COALESCE(rules.filtered_other_currency, 0) AS filtered_other_currency,
    COALESCE(rules.filtered_after_as_of, 0) AS filtered_after_as_of
FROM ledgers
LEFT JOIN rules ON rules.dataset = ledgers.dataset AND rules.run_id = ledgers.run_id
