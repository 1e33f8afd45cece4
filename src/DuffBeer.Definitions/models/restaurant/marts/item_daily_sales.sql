-- model:        item_daily_sales
-- grain:        order_date, restaurant_id, category, item_name
-- owner:        restaurants
-- materialized: table
-- audits:       unique(order_date, restaurant_id, category, item_name), item_sales_add_up
-- from: order_lines(category, item_name, order_date of orders by order_id, restaurant_id of orders by order_id),
--   orders(order_date, restaurant_id, category of order_lines by order_id, item_name of order_lines by order_id)
-- columns:
--   order_date     date           Day of the orders in local time
--   restaurant_id  string         Id of the location
--   category       string         Category under its cleaned name
--   item_name      string         Item under its cleaned name
--   orders         int64          Orders with the item
--   lines          int64          Order lines of the item
--   units          int64          Units of those
--   revenue        decimal(18,2)  Total of those with their options
--
-- Sales of each item, day by day at each location.

SELECT
    orders.order_date, orders.restaurant_id, lines.category, lines.item_name,
    COUNT(DISTINCT lines.order_id) AS orders,
    COUNT(*) AS lines,
    SUM(lines.quantity) AS units,
    SUM(lines.line_total) AS revenue
FROM {{ ref('order_lines') }} AS lines
JOIN {{ ref('orders') }} AS orders ON orders.order_id = lines.order_id
GROUP BY orders.order_date, orders.restaurant_id, lines.category, lines.item_name
