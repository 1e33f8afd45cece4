-- model:        stg_duff_ledger
-- grain:        run_id
-- owner:        sales
-- materialized: table
-- audits:       unique(run_id), ledger_adds_up
-- columns:
--   run_id      string  Run that brought the rows
--   accepted    int64   Rows that the run published
--   kept        int64   Rows that are an order's latest state
--   superseded  int64   Rows that a later state of their order replaced
--   duplicates  int64   Rows that repeat the row before of their order exactly
--   filtered    int64   Rows left out by a rule: none in this domain
--
-- What became of the accepted rows of each run. Accepted rows are counted in the source and kept ones among the orders, so
-- that a row lost or doubled on the way between shows.

SELECT run_id, accepted, kept, superseded, duplicates, filtered
FROM {{ run_ledger({{ source('duff_orders') }}, {{ ref('stg_duff_orders') }}, {{ ref('stg_duff_order_rows') }}) }} AS ledger
