-- report:     sales-hours
-- title:      Sales by weekday and hour
-- domain:     restaurant
-- model:      hourly_sales
-- parameters:
--   location  string  default(All) values(locations.restaurant_id, name) also(All, each)  A location; each: one row per location
--   from      date    Only orders of this day or later
--   to        date    Only orders of this day or earlier
-- sortable:   restaurant_id, location_name, weekday, weekday_name, hour, orders, units, revenue, avg_order_value, days, orders_per_day,
--             revenue_per_day, share
-- order:      restaurant_id, weekday, hour
-- limit:      1000
-- show:       weekday_name, hour, orders, revenue, avg_order_value, orders_per_day, revenue_per_day, share
-- percent:    share
-- dimensions: weekday, hour
-- money:      revenue, avg_order_value, revenue_per_day
-- currency:   {reporting_currency}
-- days:       days
-- ratio:      orders_per_day
-- labels:
--   location_name  Location
--   weekday_name   Weekday
--   weekday        Weekday, 1 to 7
--   share          Share of revenue
-- cache:      until the next snapshot
-- chart:      heatmap(hour, weekday_name, revenue_per_day)
-- from: hourly_sales(restaurant_id unless All, weekday, hour, order_date >= {from}, order_date <= {to}),
--   hourly_sales(restaurant_id unless All, weekday, order_date >= {from}, order_date <= {to}) for days orders_per_day revenue_per_day,
--   locations(restaurant_id) for location_name = name
-- whole: share
-- columns:
--   restaurant_id    string         Location; All for all together
--   location_name    string         Name from restaurant_locations; null where that has none, and for All
--   weekday          int32          1 for Monday to 7 for Sunday
--   weekday_name     string         Its name
--   hour             int32          Local hour, 0 to 23
--   orders           int64          Orders
--   units            int64          Units of their lines
--   revenue          decimal(18,2)  Their total
--   avg_order_value  decimal(18,2)  Revenue per order
--   days             int64          Days of this weekday on which the location had an order at any hour
--   orders_per_day   double         Orders per such day
--   revenue_per_day  decimal(18,2)  Revenue per such day
--   share            double         Share of the revenue of all hours of the location, 0 to 1
--
-- When people order, in local time. Hours without orders are left out.

WITH sold AS (
    SELECT
        CASE WHEN splits.by_location THEN hours.restaurant_id ELSE 'All' END AS restaurant_id,
        hours.order_date, hours.weekday, hours.hour, hours.orders, hours.units, hours.revenue
    FROM {{ ref('hourly_sales') }} AS hours
    CROSS JOIN (VALUES (TRUE), (FALSE)) AS splits (by_location)
    WHERE splits.by_location = ({{ location }} <> 'All')
        AND ({{ location }} IN ('All', 'each') OR hours.restaurant_id = {{ location }})
        AND ({{ from }} IS NULL OR hours.order_date >= {{ from }})
        AND ({{ to }} IS NULL OR hours.order_date <= {{ to }})
),
open_days AS (
    SELECT restaurant_id, weekday, COUNT(DISTINCT order_date) AS days
    FROM sold
    GROUP BY restaurant_id, weekday
),
summed AS (
    SELECT restaurant_id, weekday, hour, SUM(orders) AS orders, SUM(units) AS units, SUM(revenue) AS revenue
    FROM sold
    GROUP BY restaurant_id, weekday, hour
)
SELECT
    summed.restaurant_id,
    locations.name AS location_name,
    summed.weekday,
    CASE summed.weekday
        WHEN 1 THEN 'Monday' WHEN 2 THEN 'Tuesday' WHEN 3 THEN 'Wednesday' WHEN 4 THEN 'Thursday'
        WHEN 5 THEN 'Friday' WHEN 6 THEN 'Saturday' ELSE 'Sunday'
    END AS weekday_name,
    summed.hour, summed.orders, summed.units, summed.revenue,
    {{ ratio(summed.revenue, summed.orders) }} AS avg_order_value,
    open_days.days,
    {{ ratio(summed.orders, open_days.days) }} AS orders_per_day,
    {{ ratio(summed.revenue, open_days.days) }} AS revenue_per_day,
    {{ ratio(summed.revenue, SUM(summed.revenue) OVER (PARTITION BY summed.restaurant_id)) }} AS share
FROM summed
JOIN open_days ON open_days.restaurant_id = summed.restaurant_id AND open_days.weekday = summed.weekday
LEFT JOIN {{ ref('locations') }} AS locations ON locations.restaurant_id = summed.restaurant_id
