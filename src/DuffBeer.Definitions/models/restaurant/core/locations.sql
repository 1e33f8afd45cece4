-- model:        locations
-- grain:        restaurant_id
-- owner:        restaurants
-- materialized: table
-- audits:       unique(restaurant_id), not_null(app_name)
-- from: orders(restaurant_id) for app_name time_zone first_order_date last_order_date orders,
--   stg_restaurant_locations(restaurant_id) for name city
-- columns:
--   restaurant_id     string  Id of the location
--   name              string  Name from restaurant_locations; null where that has none
--   city              string  City from restaurant_locations; null where that has none
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
    ranked.restaurant_id,
    MIN(named.name) AS name,
    MIN(named.city) AS city,
    MIN(ranked.app_name) FILTER (WHERE ranked.place = 1) AS app_name,
    {{ setting('time_zone') }} AS time_zone,
    MIN(ranked.order_date) AS first_order_date,
    MAX(ranked.order_date) AS last_order_date,
    COUNT(*) AS orders
FROM ranked
LEFT JOIN {{ ref('stg_restaurant_locations') }} AS named ON named.restaurant_id = ranked.restaurant_id AND named.row_role = 'kept'
GROUP BY ranked.restaurant_id
