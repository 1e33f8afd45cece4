-- report:     location-performance
-- title:      Locations compared
-- domain:     restaurant
-- model:      location_performance
-- parameters:
--   location  string  values(locations.restaurant_id, name)  Only the location of this id
-- sortable:   restaurant_id, location_name, city, app_name, revenue, orders, avg_order_value, share, rank, active_days,
--             orders_per_active_day, active_weeks, orders_per_active_week, customers, retained_customers, retention,
--             revenue_last, revenue_before, trend, last_order_date
-- order:      rank, restaurant_id
-- limit:      100
-- show:       restaurant_id, location_name, revenue, orders, avg_order_value, share, retention, trend, rank
-- money:      revenue, avg_order_value, revenue_last, revenue_before
-- currency:   {reporting_currency}
-- percent:    share, retention, trend
-- days:       active_days
-- ratio:      orders_per_active_day, orders_per_active_week
-- none:       rank
-- labels:
--   location_name   Location
--   app_name        App
--   share           Share of revenue
--   revenue_last    Recent revenue
--   revenue_before  Revenue before
-- cache:      until the next snapshot
-- chart:      bar(restaurant_id, revenue)
-- from: location_performance(restaurant_id)
-- whole: share, rank
-- columns:
--   restaurant_id           string         Id of the location
--   location_name           string         Name from restaurant_locations; null where that has none
--   city                    string         City from restaurant_locations; null where that has none
--   app_name                string         App of its latest order
--   revenue                 decimal(18,2)  Total of all orders
--   orders                  int64          Orders
--   avg_order_value         decimal(18,2)  Revenue per order
--   share                   double         Share of the revenue of all locations, 0 to 1
--   rank                    int64          1 for the most revenue; equal ones share a rank, and none is left out after them
--   active_days             int64          Days with an order
--   orders_per_active_day   double         Orders per such day
--   active_weeks            int64          ISO weeks with an order
--   orders_per_active_week  double         Orders per such week
--   customers               int64          Customers who ordered there: neither guests nor shared accounts
--   retained_customers      int64          Customers with at least {retention_min_orders} orders there
--   retention               double         Retained share of customers, 0 to 1; null where only guests order
--   revenue_last            decimal(18,2)  Revenue of the last {location_trend_days} days until as_of
--   revenue_before          decimal(18,2)  Revenue of the {location_trend_days} days before
--   trend                   double         Change between the two as a fraction; null where there was none before
--   last_order_date         date           Day of the last order
--
-- What each location sells, how often customers return, and its trend.

SELECT
    restaurant_id, location_name, city, app_name, revenue, orders, avg_order_value, share, rank, active_days, orders_per_active_day,
    active_weeks, orders_per_active_week, customers, retained_customers, retention, revenue_last, revenue_before, trend, last_order_date
FROM {{ ref('location_performance') }}
WHERE ({{ location }} IS NULL OR restaurant_id = {{ location }})
