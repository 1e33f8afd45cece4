-- model:        locations
-- grain:        restaurant_id
-- owner:        restaurants
-- materialized: table
-- audits:       unique(restaurant_id), not_null(app_name)
-- columns:
--   restaurant_id     string  Id of the location
--   app_name          string  App of its latest order
--   time_zone         string  IANA zone of its wall clock
--   first_order_date  date    Day of the first order
--   last_order_date   date    Day of the last order
--   orders            int64   Orders
--
-- Every location with an order.

WITH ranked AS (
    SELECT
        restaurant_id, app_name, order_date,
        ROW_NUMBER() OVER (PARTITION BY restaurant_id ORDER BY ordered_at DESC, order_id DESC) AS place
    FROM {{ ref('orders') }}
)
SELECT
    restaurant_id,
    MIN(app_name) FILTER (WHERE place = 1) AS app_name,
    {{ setting('time_zone') }} AS time_zone,
    MIN(order_date) AS first_order_date,
    MAX(order_date) AS last_order_date,
    COUNT(*) AS orders
FROM ranked
GROUP BY restaurant_id
