-- audit: loyalty_groups_add_up
--
-- Members, non-members, guests and shared accounts together placed all orders until as_of.

WITH loyalty AS (
    SELECT SUM(orders) AS orders, SUM(revenue) AS revenue FROM {{ ref('loyalty_impact') }}
),
everything AS (
    SELECT COUNT(*) AS orders, COALESCE(SUM(orders.order_total), 0) AS revenue
    FROM {{ ref('orders') }} AS orders
    CROSS JOIN {{ ref('restaurant_as_of') }} AS today
    WHERE orders.order_date <= today.as_of
)
SELECT loyalty.orders, everything.orders AS expected_orders, loyalty.revenue, everything.revenue AS expected_revenue
FROM loyalty
CROSS JOIN everything
WHERE loyalty.orders <> everything.orders OR loyalty.revenue <> everything.revenue
