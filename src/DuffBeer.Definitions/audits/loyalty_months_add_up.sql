-- audit: loyalty_months_add_up
--
-- At each grain, over all locations and over each of them, orders and revenue are those of all orders.

WITH months AS (
    SELECT grain, restaurant_id = 'All' AS is_all, SUM(orders) AS orders, SUM(revenue) AS revenue
    FROM {{ ref('loyalty_months') }}
    GROUP BY 1, 2
),
everything AS (
    SELECT COUNT(*) AS orders, SUM(order_total) AS revenue FROM {{ ref('orders') }}
)
SELECT
    months.grain, months.is_all, months.orders, everything.orders AS expected_orders,
    months.revenue, everything.revenue AS expected_revenue
FROM months
CROSS JOIN everything
WHERE months.orders <> everything.orders OR months.revenue <> everything.revenue
