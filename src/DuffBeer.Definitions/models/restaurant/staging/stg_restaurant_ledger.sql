-- model:        stg_restaurant_ledger
-- grain:        dataset, run_id
-- owner:        restaurants
-- materialized: table
-- audits:       unique(dataset, run_id), restaurant_ledger_adds_up
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

WITH accepted_rows AS (
    SELECT 'order_items' AS dataset, _run AS run_id, COUNT(*) AS accepted FROM {{ source('order_items') }} GROUP BY _run
    UNION ALL
    SELECT 'order_item_options' AS dataset, _run AS run_id, COUNT(*) AS accepted FROM {{ source('order_item_options') }} GROUP BY _run
    UNION ALL
    SELECT 'date_dim' AS dataset, _run AS run_id, COUNT(*) AS accepted FROM {{ source('date_dim') }} GROUP BY _run
),
kept_rows AS (
    SELECT 'order_items' AS dataset, run_id, COUNT(*) AS kept FROM {{ ref('stg_order_items') }} GROUP BY run_id
    UNION ALL
    SELECT 'order_item_options' AS dataset, run_id, COUNT(*) AS kept FROM {{ ref('stg_order_item_options') }} GROUP BY run_id
    UNION ALL
    SELECT 'date_dim' AS dataset, run_id, COUNT(*) AS kept FROM {{ ref('stg_calendar_days') }} WHERE row_role = 'kept' GROUP BY run_id
),
other_rows AS (
    SELECT
        dataset, run_id,
        COUNT(*) FILTER (WHERE row_role = 'superseded') AS superseded,
        COUNT(*) FILTER (WHERE row_role = 'duplicate') AS duplicates,
        COUNT(*) FILTER (WHERE row_role = 'filtered') AS filtered,
        COUNT(*) FILTER (WHERE rule = 'test_data') AS filtered_test_data,
        COUNT(*) FILTER (WHERE rule = 'orphan') AS filtered_orphan
    FROM (
        SELECT 'order_items' AS dataset, run_id, row_role, rule FROM {{ ref('stg_order_item_rows') }}
        UNION ALL
        SELECT 'order_item_options' AS dataset, run_id, row_role, rule FROM {{ ref('stg_order_item_option_rows') }}
        UNION ALL
        SELECT 'date_dim' AS dataset, run_id, row_role, CAST(NULL AS VARCHAR) AS rule FROM {{ ref('stg_calendar_days') }}
    ) AS judged
    GROUP BY dataset, run_id
)
SELECT
    accepted_rows.dataset,
    accepted_rows.run_id,
    accepted_rows.accepted,
    COALESCE(kept_rows.kept, 0) AS kept,
    COALESCE(other_rows.superseded, 0) AS superseded,
    COALESCE(other_rows.duplicates, 0) AS duplicates,
    COALESCE(other_rows.filtered, 0) AS filtered,
    COALESCE(other_rows.filtered_test_data, 0) AS filtered_test_data,
    COALESCE(other_rows.filtered_orphan, 0) AS filtered_orphan
FROM accepted_rows
LEFT JOIN kept_rows ON kept_rows.dataset = accepted_rows.dataset AND kept_rows.run_id = accepted_rows.run_id
LEFT JOIN other_rows ON other_rows.dataset = accepted_rows.dataset AND other_rows.run_id = accepted_rows.run_id
