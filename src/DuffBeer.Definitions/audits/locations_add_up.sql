-- audit: locations_add_up
--
-- Orders and revenue of all locations are those of all orders.

WITH performance AS (
    SELECT COALESCE(SUM(orders), 0) AS orders, COALESCE(SUM(revenue), 0) AS revenue FROM {{ ref('location_performance') }}
),
everything AS (
    SELECT COUNT(*) AS orders, COALESCE(SUM(order_total), 0) AS revenue FROM {{ ref('orders') }}
)
SELECT performance.orders, everything.orders AS expected_orders, performance.revenue, everything.revenue AS expected_revenue
FROM performance
CROSS JOIN everything
WHERE performance.orders <> everything.orders OR performance.revenue <> everything.revenue
