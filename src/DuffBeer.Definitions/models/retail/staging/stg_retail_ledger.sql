-- model:        stg_retail_ledger
-- grain:        run_id
-- owner:        retail
-- materialized: table
-- audits:       unique(run_id), ledger_adds_up
-- from: retail_orders(_run = run_id), stg_retail_lines(run_id), stg_retail_order_rows(run_id), retail_as_of(whole)
-- columns:
--   run_id      string  Run that ingested the rows
--   accepted    int64   Rows that the run published
--   kept        int64   Rows that are the latest of their order and product
--   superseded  int64   Rows replaced by a later correction of their line
--   duplicates  int64   Rows identical to their line's row before
--   filtered    int64   Rows left out by a rule: orders after as_of
--
-- How each run's accepted rows were used. Accepted rows are counted in the source and kept rows among the lines, so a row lost or
-- doubled in between is detected.

SELECT run_id, accepted, kept, superseded, duplicates, filtered
FROM {{ run_ledger(
    {{ source('retail_orders') }},
    {{ ref('stg_retail_lines') }},
    (
        SELECT
            lines.run_id,
            CASE WHEN lines.row_role = 'kept' AND lines.order_date > today.as_of THEN 'filtered' ELSE lines.row_role END AS row_role
        FROM {{ ref('stg_retail_order_rows') }} AS lines
        CROSS JOIN {{ ref('retail_as_of') }} AS today
    )) }} AS ledger
