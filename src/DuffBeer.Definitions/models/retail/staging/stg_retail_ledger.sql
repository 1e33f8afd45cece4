-- model:        stg_retail_ledger
-- grain:        run_id
-- owner:        retail
-- materialized: table
-- audits:       unique(run_id), ledger_adds_up
-- columns:
--   run_id      string  Run that brought the rows
--   accepted    int64   Rows that the run published
--   kept        int64   Rows that are the latest of their order and product
--   superseded  int64   Rows that a later correction of their line replaced
--   duplicates  int64   Rows that repeat the row before of their line exactly
--   filtered    int64   Rows left out by a rule: none in this domain
--
-- What became of the accepted rows of each run. Accepted rows are counted in the source and kept ones among the lines, so
-- that a row lost or doubled on the way between shows.

SELECT run_id, accepted, kept, superseded, duplicates, filtered
FROM {{ run_ledger({{ source('retail_orders') }}, {{ ref('stg_retail_lines') }}, {{ ref('stg_retail_order_rows') }}) }} AS ledger
