-- report:     location-ranking
-- title:      Locations ranked between two days
-- domain:     restaurant
-- model:      sales_trends
-- parameters:
--   from  date  Only orders of this day or later
--   to    date  Only orders of this day or earlier
-- sortable:   restaurant_id, location_name, city, revenue, orders, units, avg_order_value, share, rank, active_days, orders_per_active_day,
--             customers, retained_customers, retention
-- order:      rank, restaurant_id
-- limit:      1000
-- show:       restaurant_id, location_name, revenue, orders, avg_order_value, share, customers, retention, rank
-- percent:    share, retention
-- money:      revenue, avg_order_value
-- currency:   {reporting_currency}
-- days:       active_days
-- ratio:      orders_per_active_day
-- none:       rank
-- labels:
--   location_name  Location
--   share          Share of revenue
-- cache:      until the next snapshot
-- chart:      bar(location_name, revenue)
-- from: sales_trends(restaurant_id, grain = 'day', category = 'All', daypart = 'All', period_start >= {from}, period_start <= {to}),
--   customer_orders(restaurant_id, order_date >= {from}, order_date <= {to}) for customers retained_customers retention,
--   locations(restaurant_id) for location_name = name city
-- whole: share, rank
-- columns:
--   restaurant_id          string         Id of the location
--   location_name          string         Name from restaurant_locations; null where that has none
--   city                   string         City from restaurant_locations; null where that has none
--   revenue                decimal(18,2)  Total of the orders
--   orders                 int64          Orders
--   units                  int64          Units of their lines
--   avg_order_value        decimal(18,2)  Revenue per order
--   share                  double         Share of the revenue of all locations, 0 to 1
--   rank                   int64          1 for the most revenue; equal ones share a rank, and none is left out after them
--   active_days            int64          Days with an order
--   orders_per_active_day  double         Orders per such day
--   customers              int64          Customers who ordered there: neither guests nor shared accounts
--   retained_customers     int64          Customers with at least {retention_min_orders} orders there, all between the two days
--   retention              double         Retained share of customers, 0 to 1; null where only guests order
--
-- What each location sold between two days, and how many of its customers returned in that time.

WITH sold AS (
    SELECT
        restaurant_id,
        SUM(orders) AS orders, SUM(units) AS units, SUM(revenue) AS revenue,
        COUNT(DISTINCT period_start) AS active_days
    FROM {{ ref('sales_trends') }}
    WHERE grain = 'day' AND category = 'All' AND daypart = 'All' AND restaurant_id <> 'All'
        AND ({{ from }} IS NULL OR period_start >= {{ from }})
        AND ({{ to }} IS NULL OR period_start <= {{ to }})
    GROUP BY restaurant_id
),
visits AS (
    SELECT restaurant_id, customer_id, COUNT(*) AS orders
    FROM {{ ref('customer_orders') }}
    WHERE ({{ from }} IS NULL OR order_date >= {{ from }})
        AND ({{ to }} IS NULL OR order_date <= {{ to }})
    GROUP BY restaurant_id, customer_id
),
retained AS (
    SELECT
        restaurant_id,
        COUNT(*) AS customers,
        COUNT(*) FILTER (WHERE orders >= {{ setting('retention_min_orders') }}) AS retained_customers
    FROM visits
    GROUP BY restaurant_id
)
SELECT
    sold.restaurant_id,
    locations.name AS location_name,
    locations.city, sold.revenue, sold.orders, sold.units,
    {{ ratio(sold.revenue, sold.orders) }} AS avg_order_value,
    {{ ratio(sold.revenue, SUM(sold.revenue) OVER ()) }} AS share,
    DENSE_RANK() OVER (ORDER BY sold.revenue DESC) AS rank,
    sold.active_days,
    {{ ratio(sold.orders, sold.active_days) }} AS orders_per_active_day,
    COALESCE(retained.customers, 0) AS customers,
    COALESCE(retained.retained_customers, 0) AS retained_customers,
    {{ ratio(retained.retained_customers, retained.customers) }} AS retention
FROM sold
JOIN {{ ref('locations') }} AS locations ON locations.restaurant_id = sold.restaurant_id
LEFT JOIN retained ON retained.restaurant_id = sold.restaurant_id
