-- model:        stg_retail_ledger
-- grain:        run_id
-- owner:        retail
-- materialized: table
-- audits:       unique(run_id), retail_ledger_adds_up
-- columns:
--   run_id      string  Run that ingested the rows
--   accepted    int64   Rows that the run published
--   kept        int64   Rows that are the latest of their order and product
--   superseded  int64   Rows replaced by a later correction of their line
--   duplicates  int64   Rows identical to their line's row before
--   filtered    int64   Rows left out by a rule: none in this domain
--
-- How each run's accepted rows were used. Accepted rows are counted in the source and kept rows among the lines, so a row lost or
-- doubled in between is detected.

WITH accepted_rows AS (
    SELECT _run AS run_id, COUNT(*) AS accepted
    FROM {{ source('retail_orders') }}
    GROUP BY _run
),
kept_rows AS (
    SELECT run_id, COUNT(*) AS kept
    FROM {{ ref('stg_retail_lines') }}
    GROUP BY run_id
),
other_rows AS (
    SELECT
        run_id,
        COUNT(*) FILTER (WHERE row_role = 'superseded') AS superseded,
        COUNT(*) FILTER (WHERE row_role = 'duplicate') AS duplicates
    FROM {{ ref('stg_retail_order_rows') }}
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
