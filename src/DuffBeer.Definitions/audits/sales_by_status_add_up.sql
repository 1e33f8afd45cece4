-- audit: sales_by_status_add_up
--
-- Orders and value by status, and by channel and status, add up to those of all orders.

WITH counted AS (
    SELECT 'status' AS report, COALESCE(SUM(orders), 0) AS orders, COALESCE(SUM(value), 0) AS value FROM {{ ref('order_status_report') }}
    UNION ALL
    SELECT 'channel and status' AS report, COALESCE(SUM(orders), 0) AS orders, COALESCE(SUM(value), 0) AS value
    FROM {{ ref('order_status_by_channel') }}
),
facts AS (
    SELECT COUNT(*) AS orders, COALESCE(SUM(total_price), 0) AS value FROM {{ ref('fact_orders') }}
)
SELECT counted.report, counted.orders, facts.orders AS expected_orders, counted.value, facts.value AS expected_value
FROM counted
CROSS JOIN facts
WHERE counted.orders <> facts.orders OR counted.value <> facts.value
