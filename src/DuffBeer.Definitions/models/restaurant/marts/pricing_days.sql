-- model:        pricing_days
-- grain:        order_date, restaurant_id
-- owner:        restaurants
-- materialized: table
-- audits:       unique(order_date, restaurant_id), pricing_days_add_up
-- from: orders(order_date, restaurant_id),
--   order_lines(order_date of orders by order_id, restaurant_id of orders by order_id) for lines zero_price_lines add_on_lines
-- columns:
--   order_date         date           Day of the orders in local time
--   restaurant_id      string         Id of the location
--   orders             int64          Orders
--   discounted_orders  int64          Orders with an option of negative price
--   gross              decimal(18,2)  Items and options before discount
--   discount           decimal(18,2)  Options with a negative price, as a positive amount
--   net                decimal(18,2)  Gross less discount
--   add_on_orders      int64          Orders with a paid add-on
--   lines              int64          Order lines
--   zero_price_lines   int64          Lines whose items cost nothing
--   add_on_lines       int64          Lines with a paid add-on
--
-- Discounts, and the proxies for them, day by day at each location.

WITH counted_lines AS (
    SELECT
        order_id,
        COUNT(*) FILTER (WHERE is_zero_price) AS zero_price_lines,
        COUNT(*) FILTER (WHERE has_paid_option) AS add_on_lines
    FROM {{ ref('order_lines') }}
    GROUP BY order_id
)
SELECT
    orders.order_date, orders.restaurant_id,
    COUNT(*) AS orders,
    COUNT(*) FILTER (WHERE orders.is_discounted) AS discounted_orders,
    SUM(orders.gross_total) AS gross,
    SUM(orders.discount) AS discount,
    SUM(orders.order_total) AS net,
    COUNT(*) FILTER (WHERE orders.option_charges > 0) AS add_on_orders,
    SUM(orders.lines) AS lines,
    SUM(counted_lines.zero_price_lines) AS zero_price_lines,
    SUM(counted_lines.add_on_lines) AS add_on_lines
FROM {{ ref('orders') }} AS orders
JOIN counted_lines ON counted_lines.order_id = orders.order_id
GROUP BY orders.order_date, orders.restaurant_id
