-- model:        order_status_history
-- grain:        order_id, change
-- owner:        sales
-- materialized: table
-- audits:       unique(order_id, change), relates(order_id, fact_orders.order_id), status_history_ends_in_latest
-- from: stg_duff_order_rows(order_id)
-- columns:
--   order_id     int64      Id of the order
--   change       int64      1 for the order's first status
--   from_status  string     Status before; null for the order's first status
--   to_status    string     Status from then on
--   changed_at   timestamp  Time of the source file that brought the change (UTC)
--   run_id       string     Run that brought the change
--   is_latest    bool       No change came after it
--
-- Every status change of each order, in sequence. A row that leaves the status as it was is no change here.

WITH changed AS (
    SELECT order_id
    FROM {{ ref('stg_duff_order_rows') }}
    WHERE row_role = 'superseded'
),
versions AS (
    SELECT
        order_id, status, source_time, run_id, version,
        LAG(status) OVER (PARTITION BY order_id ORDER BY version) AS from_status
    FROM {{ ref('stg_duff_order_rows') }}
    WHERE row_role <> 'duplicate' AND order_id IN (SELECT order_id FROM changed)
)
SELECT
    order_id,
    ROW_NUMBER() OVER (PARTITION BY order_id ORDER BY version) AS change,
    from_status,
    status AS to_status,
    source_time AS changed_at,
    run_id,
    LEAD(version) OVER (PARTITION BY order_id ORDER BY version) IS NULL AS is_latest
FROM versions
WHERE from_status IS NULL OR from_status <> status
UNION ALL
-- Most orders never changed, so they need no sorting.
SELECT
    order_id,
    1 AS change,
    CAST(NULL AS VARCHAR) AS from_status,
    status AS to_status,
    source_time AS changed_at,
    run_id,
    TRUE AS is_latest
FROM {{ ref('stg_duff_order_rows') }}
WHERE row_role = 'kept' AND version = 1
