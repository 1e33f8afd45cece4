-- model:        stg_retail_ledger
-- grain:        run_id
-- owner:        retail
-- materialized: table
-- audits:       unique(run_id), ledger_adds_up, retail_filtered_rows_have_a_rule
-- columns:
--   run_id                string  Run that ingested the rows
--   accepted              int64   Rows that the run published
--   kept                  int64   Rows that are the latest of their order and product
--   superseded            int64   Rows replaced by a later correction of their line
--   duplicates            int64   Rows identical to their line's row before
--   filtered              int64   Rows left out by a rule
--   filtered_after_file   int64   Orders more than a day later than their file
--   filtered_after_as_of  int64   Orders after as_of
--
-- How each run's accepted rows were used. Accepted rows are counted in the source and kept rows among the lines, so a row lost or
-- doubled in between is detected.

WITH judged AS (
    SELECT
        lines.run_id,
        CASE WHEN lines.row_role = 'kept' AND lines.order_date > today.as_of THEN 'filtered' ELSE lines.row_role END AS row_role,
        CASE WHEN lines.row_role = 'kept' AND lines.order_date > today.as_of THEN 'after_as_of' ELSE lines.rule END AS rule
    FROM {{ ref('stg_retail_order_rows') }} AS lines
    CROSS JOIN {{ ref('retail_as_of') }} AS today
),
rules AS (
    SELECT
        run_id,
        COUNT(*) FILTER (WHERE rule = 'after_file') AS filtered_after_file,
        COUNT(*) FILTER (WHERE rule = 'after_as_of') AS filtered_after_as_of
    FROM judged
    GROUP BY run_id
)
SELECT
    ledger.run_id, ledger.accepted, ledger.kept, ledger.superseded, ledger.duplicates, ledger.filtered,
    COALESCE(rules.filtered_after_file, 0) AS filtered_after_file,
    COALESCE(rules.filtered_after_as_of, 0) AS filtered_after_as_of
FROM {{ run_ledger({{ source('retail_orders') }}, {{ ref('stg_retail_lines') }}, judged) }} AS ledger
LEFT JOIN rules ON rules.run_id = ledger.run_id
