-- model:        price_band_days
-- grain:        order_date, restaurant_id, category, band
-- owner:        restaurants
-- materialized: table
-- audits:       unique(order_date, restaurant_id, category, band), accepted(band, free, low, middle, high, highest, unknown)
-- from: order_lines(category, order_date of orders by order_id, restaurant_id of orders by order_id),
--   orders(order_date, restaurant_id, category of order_lines by order_id)
-- columns:
--   order_date     date           Day of the orders in local time
--   restaurant_id  string         Id of the location
--   category       string         Category of the lines
--   band           string         By the price of one unit without options: free, low, middle, high, highest; unknown without units
--   lines          int64          Order lines
--   units          int64          Units of those
--   revenue        decimal(18,2)  Their total, options included
--
-- Sales by price band, day by day at each location.

SELECT
    orders.order_date, orders.restaurant_id, lines.category,
    CASE
        WHEN lines.unit_price IS NULL THEN 'unknown'
        WHEN lines.unit_price <= 0 THEN 'free'
        WHEN lines.unit_price < {{ setting('price_band_low') }} THEN 'low'
        WHEN lines.unit_price < {{ setting('price_band_middle') }} THEN 'middle'
        WHEN lines.unit_price < {{ setting('price_band_high') }} THEN 'high'
        ELSE 'highest'
    END AS band,
    COUNT(*) AS lines,
    SUM(lines.quantity) AS units,
    SUM(lines.line_total) AS revenue
FROM {{ ref('order_lines') }} AS lines
JOIN {{ ref('orders') }} AS orders ON orders.order_id = lines.order_id
GROUP BY 1, 2, 3, 4
