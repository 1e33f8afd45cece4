-- audit: sales_trends_add_up
--
-- At every grain, revenue adds up to that of all orders: over all periods, and over locations, categories and dayparts as well.

WITH trends AS (
    SELECT
        grain,
        SUM(orders) FILTER (WHERE restaurant_id = 'All' AND category = 'All' AND daypart = 'All') AS orders,
        SUM(revenue) FILTER (WHERE restaurant_id = 'All' AND category = 'All' AND daypart = 'All') AS revenue,
        SUM(revenue) FILTER (WHERE restaurant_id <> 'All' AND category <> 'All' AND daypart <> 'All') AS detailed_revenue
    FROM {{ ref('sales_trends') }}
    GROUP BY grain
),
everything AS (
    SELECT COUNT(*) AS orders, SUM(order_total) AS revenue FROM {{ ref('orders') }}
)
SELECT
    trends.grain, trends.orders, everything.orders AS expected_orders,
    trends.revenue, trends.detailed_revenue, everything.revenue AS expected_revenue
FROM trends
CROSS JOIN everything
WHERE trends.orders <> everything.orders OR trends.revenue <> everything.revenue OR trends.detailed_revenue <> everything.revenue
