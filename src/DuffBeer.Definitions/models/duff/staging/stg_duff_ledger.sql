-- model:        stg_duff_ledger
-- grain:        run_id
-- owner:        sales
-- materialized: table
-- audits:       unique(run_id), duff_ledger_adds_up
-- columns:
--   run_id      string  Run that ingested the rows
--   accepted    int64   Rows that the run published
--   kept        int64   Rows that are an order's latest state
--   superseded  int64   Rows replaced by a later state of their order
--   duplicates  int64   Rows identical to their order's row before
--   filtered    int64   Rows left out by a rule: none in this domain
--
-- How each run's accepted rows were used. Accepted rows are counted in the source and kept rows among the orders, so a row lost or
-- doubled in between is detected.

WITH accepted_rows AS (
    SELECT _run AS run_id, COUNT(*) AS accepted
    FROM {{ source('duff_orders') }}
    GROUP BY _run
),
kept_rows AS (
    SELECT run_id, COUNT(*) AS kept
    FROM {{ ref('stg_duff_orders') }}
    GROUP BY run_id
),
other_rows AS (
    SELECT
        run_id,
        COUNT(*) FILTER (WHERE row_role = 'superseded') AS superseded,
        COUNT(*) FILTER (WHERE row_role = 'duplicate') AS duplicates
    FROM {{ ref('stg_duff_order_rows') }}
    GROUP BY run_id
)
SELECT
    accepted_rows.run_id,
    accepted_rows.accepted,
    COALESCE(kept_rows.kept, 0) AS kept,
    COALESCE(other_rows.superseded, 0) AS superseded,
    COALESCE(other_rows.duplicates, 0) AS duplicates,
    0 AS filtered
FROM accepted_rows
LEFT JOIN kept_rows ON kept_rows.run_id = accepted_rows.run_id
LEFT JOIN other_rows ON other_rows.run_id = accepted_rows.run_id
