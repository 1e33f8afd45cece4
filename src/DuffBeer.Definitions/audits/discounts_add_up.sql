-- audit: discounts_add_up
--
-- Both kinds have a row, gross less discount is net, and together they cover all orders.

WITH pricing AS (
    SELECT COUNT(*) AS kinds, SUM(orders) AS orders, SUM(gross - discount) AS gross_less_discount, SUM(net) AS net
    FROM {{ ref('pricing_discounts') }}
),
everything AS (
    SELECT COUNT(*) AS orders, COALESCE(SUM(order_total), 0) AS revenue FROM {{ ref('orders') }}
)
SELECT
    pricing.kinds, pricing.orders, everything.orders AS expected_orders,
    pricing.gross_less_discount, pricing.net, everything.revenue AS expected_net
FROM pricing
CROSS JOIN everything
WHERE pricing.kinds <> 2
    OR pricing.orders <> everything.orders
    OR pricing.net <> everything.revenue
    OR pricing.gross_less_discount <> pricing.net
