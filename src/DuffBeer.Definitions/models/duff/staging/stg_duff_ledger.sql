-- model:        stg_duff_ledger
-- grain:        run_id
-- owner:        sales
-- materialized: table
-- audits:       unique(run_id), ledger_adds_up
-- from: duff_orders(_run = run_id), stg_duff_orders(run_id), stg_duff_order_rows(run_id)
-- columns:
--   run_id      string  Run that ingested the rows
--   accepted    int64   Rows that the run published
--   kept        int64   Rows that are an order's latest state
--   superseded  int64   Rows replaced by a later state of their order
--   duplicates  int64   Rows identical to their order's row before
--   filtered    int64   Rows left out by a rule: rows processed after as_of, if the setting gives one
--
-- How each run's accepted rows were used. Accepted rows are counted in the source and kept rows among the orders, so a row lost or
-- doubled in between is detected.

SELECT run_id, accepted, kept, superseded, duplicates, filtered
FROM {{ run_ledger(
    {{ source('duff_orders') }},
    {{ ref('stg_duff_orders') }},
    (
        SELECT run_id, row_role FROM {{ ref('stg_duff_order_rows') }}
        UNION ALL
        SELECT _run AS run_id, 'filtered' AS row_role FROM {{ source('duff_orders') }} WHERE pa_date > {{ setting('as_of') }}
    )) }} AS ledger
