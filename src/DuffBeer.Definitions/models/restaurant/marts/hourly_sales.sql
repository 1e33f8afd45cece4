-- model:        hourly_sales
-- grain:        order_date, hour, restaurant_id
-- owner:        restaurants
-- materialized: table
-- audits:       unique(order_date, hour, restaurant_id), hours_add_up
-- from: orders(order_date, hour, restaurant_id)
-- columns:
--   order_date     date           Day of the orders in local time
--   weekday        int32          1 for Monday to 7 for Sunday
--   hour           int32          Local hour, 0 to 23
--   restaurant_id  string         Id of the location
--   orders         int64          Orders
--   units          int64          Units of their lines
--   revenue        decimal(18,2)  Their total
--
-- Sales of each hour at each location.

SELECT
    order_date,
    DAY_OF_WEEK(order_date) AS weekday,
    hour,
    restaurant_id,
    COUNT(*) AS orders,
    SUM(units) AS units,
    SUM(order_total) AS revenue
FROM {{ ref('orders') }}
GROUP BY 1, 2, 3, 4
