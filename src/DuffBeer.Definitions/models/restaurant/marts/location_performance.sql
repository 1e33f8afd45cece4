-- model:        location_performance
-- grain:        restaurant_id
-- owner:        restaurants
-- materialized: table
-- audits:       unique(restaurant_id), relates(restaurant_id, locations.restaurant_id), locations_add_up
-- from: orders(restaurant_id), customer_orders(restaurant_id) for customers retained_customers retention, locations(restaurant_id) for
--   location_name = name city app_name last_order_date, restaurant_as_of(whole)
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

WITH visits AS (
    SELECT restaurant_id, customer_id, COUNT(*) AS orders
    FROM {{ ref('customer_orders') }}
    GROUP BY restaurant_id, customer_id
),
retained AS (
    SELECT
        restaurant_id,
        COUNT(*) AS customers,
        COUNT(*) FILTER (WHERE orders >= {{ setting('retention_min_orders') }}) AS retained_customers
    FROM visits
    GROUP BY restaurant_id
),
sold AS (
    SELECT
        orders.restaurant_id,
        COUNT(*) AS orders,
        SUM(orders.order_total) AS revenue,
        COUNT(DISTINCT orders.order_date) AS active_days,
        COUNT(DISTINCT orders.week_start) AS active_weeks,
        COALESCE(SUM(orders.order_total) FILTER (WHERE {{ days_between(orders.order_date, today.as_of) }}
            BETWEEN 0 AND {{ setting('location_trend_days') }} - 1), 0) AS revenue_last,
        COALESCE(SUM(orders.order_total) FILTER (WHERE {{ days_between(orders.order_date, today.as_of) }}
            BETWEEN {{ setting('location_trend_days') }} AND 2 * {{ setting('location_trend_days') }} - 1), 0) AS revenue_before
    FROM {{ ref('orders') }} AS orders
    CROSS JOIN {{ ref('restaurant_as_of') }} AS today
    GROUP BY orders.restaurant_id
)
SELECT
    sold.restaurant_id,
    locations.name AS location_name,
    locations.city, locations.app_name, sold.revenue, sold.orders,
    {{ ratio(sold.revenue, sold.orders) }} AS avg_order_value,
    {{ ratio(sold.revenue, SUM(sold.revenue) OVER ()) }} AS share,
    DENSE_RANK() OVER (ORDER BY sold.revenue DESC) AS rank,
    sold.active_days,
    {{ ratio(sold.orders, sold.active_days) }} AS orders_per_active_day,
    sold.active_weeks,
    {{ ratio(sold.orders, sold.active_weeks) }} AS orders_per_active_week,
    COALESCE(retained.customers, 0) AS customers,
    COALESCE(retained.retained_customers, 0) AS retained_customers,
    {{ ratio(retained.retained_customers, retained.customers) }} AS retention,
    sold.revenue_last, sold.revenue_before,
    {{ ratio(sold.revenue_last - sold.revenue_before, sold.revenue_before) }} AS trend,
    locations.last_order_date
FROM sold
JOIN {{ ref('locations') }} AS locations ON locations.restaurant_id = sold.restaurant_id
LEFT JOIN retained ON retained.restaurant_id = sold.restaurant_id
