-- model:        stg_retail_ledger
-- grain:        run_id
-- owner:        retail
-- materialized: table
-- audits:       unique(run_id), ledger_adds_up
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

SELECT run_id, accepted, kept, superseded, duplicates, filtered
FROM {{ run_ledger({{ source('retail_orders') }}, {{ ref('stg_retail_lines') }}, {{ ref('stg_retail_order_rows') }}) }} AS ledger
