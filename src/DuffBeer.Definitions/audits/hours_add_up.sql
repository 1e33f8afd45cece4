-- audit: hours_add_up
--
-- Orders and revenue of all hours are those of all orders.

WITH hours AS (
    SELECT COALESCE(SUM(orders), 0) AS orders, COALESCE(SUM(revenue), 0) AS revenue FROM {{ ref('hourly_sales') }}
),
everything AS (
    SELECT COUNT(*) AS orders, COALESCE(SUM(order_total), 0) AS revenue FROM {{ ref('orders') }}
)
SELECT hours.orders, everything.orders AS expected_orders, hours.revenue, everything.revenue AS expected_revenue
FROM hours
CROSS JOIN everything
WHERE hours.orders <> everything.orders OR hours.revenue <> everything.revenue
