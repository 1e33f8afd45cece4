-- model:        stg_restaurant_ledger
-- grain:        dataset, run_id
-- owner:        restaurants
-- materialized: table
-- audits:       unique(dataset, run_id), ledger_adds_up, filtered_rows_have_a_rule
-- columns:
--   dataset             string  Dataset of the rows
--   run_id              string  Run that brought them
--   accepted            int64   Rows that the run published
--   kept                int64   Rows that count
--   superseded          int64   Rows replaced by a later one of the same line, option or day
--   duplicates          int64   Rows identical to another one
--   filtered            int64   Rows left out by a rule
--   filtered_test_data  int64   Rows of apps whose name ends in - DEVELOPMENT
--   filtered_orphan     int64   Options without a line
--
-- How each run's accepted rows were used. Accepted rows are counted in the sources and kept rows among those passed to the core, so
-- a row lost or doubled in between is detected.

WITH ledgers AS (
    SELECT 'order_items' AS dataset, run_id, accepted, kept, superseded, duplicates, filtered
    FROM {{ run_ledger({{ source('order_items') }}, {{ ref('stg_order_items') }}, {{ ref('stg_order_item_rows') }}) }} AS ledger
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
),
rules AS (
    SELECT
        dataset, run_id,
        COUNT(*) FILTER (WHERE rule = 'test_data') AS filtered_test_data,
        COUNT(*) FILTER (WHERE rule = 'orphan') AS filtered_orphan
    FROM (
        SELECT 'order_items' AS dataset, run_id, rule FROM {{ ref('stg_order_item_rows') }}
        UNION ALL
        SELECT 'order_item_options' AS dataset, run_id, rule FROM {{ ref('stg_order_item_option_rows') }}
    ) AS judged
    GROUP BY dataset, run_id
)
SELECT
    ledgers.dataset, ledgers.run_id, ledgers.accepted, ledgers.kept, ledgers.superseded, ledgers.duplicates, ledgers.filtered,
    COALESCE(rules.filtered_test_data, 0) AS filtered_test_data,
    COALESCE(rules.filtered_orphan, 0) AS filtered_orphan
FROM ledgers
LEFT JOIN rules ON rules.dataset = ledgers.dataset AND rules.run_id = ledgers.run_id
