-- model:        order_status_report
-- grain:        status
-- owner:        sales
-- materialized: table
-- audits:       unique(status), sales_by_status_add_up
-- from: fact_orders(status), dim_status(status)
-- whole: share
-- columns:
--   status  string         Latest status of the orders
--   orders  int64          Orders in it
--   units   int64          Units of those
--   value   decimal(18,2)  Value of those
--   share   double         Share of the value of all orders, 0 to 1
--
-- Number and value of orders in each status; a status without orders has zeros.

WITH counted AS (
    SELECT status, COUNT(*) AS orders, SUM(ccf) AS units, SUM(total_price) AS value
    FROM {{ ref('fact_orders') }}
    GROUP BY status
)
SELECT
    statuses.status,
    COALESCE(counted.orders, 0) AS orders,
    COALESCE(counted.units, 0) AS units,
    COALESCE(counted.value, 0) AS value,
    {{ ratio(COALESCE(counted.value, 0), SUM(counted.value) OVER ()) }} AS share
FROM {{ ref('dim_status') }} AS statuses
LEFT JOIN counted ON counted.status = statuses.status
