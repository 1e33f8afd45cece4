-- report:     location-trends
-- title:      Locations over time
-- domain:     restaurant
-- model:      location_customers
-- parameters:
--   grain     string  default(month) oneOf(day, week, month)  Length of a period
--   location  string  default(each) values(locations.restaurant_id, name) also(All, each)  A location; each: one row per location
--   from      date    Only periods that begin on this day or later
--   to        date    Only periods that begin on this day or earlier
-- sortable:   period_start, restaurant_id, location_name, orders, units, revenue, avg_order_value, units_per_order, customers,
--             returning_customers, returning_share, share, is_complete, compared, previous_revenue, change, orders_change,
--             avg_order_value_change, year_before_revenue, year_change
-- order:      period_start, restaurant_id
-- limit:      1000
-- show:       period_start, restaurant_id, location_name, revenue, orders, avg_order_value, customers, returning_share, change
-- percent:    returning_share, share, change, orders_change, avg_order_value_change, year_change
-- period:     period_start by grain
-- zero:       orders, units, revenue, customers, returning_customers
-- money:      revenue, avg_order_value, previous_revenue, year_before_revenue
-- currency:   {reporting_currency}
-- ratio:      units_per_order
-- labels:
--   period_start            Period
--   location_name           Location
--   previous_revenue        Revenue, period before
--   change                  Change on the period before
--   orders_change           Orders, change on the period before
--   avg_order_value_change  Order value, change on the period before
--   year_before_revenue     Revenue, year before
--   year_change             Change on the year before
-- cache:      until the next snapshot
-- chart:      line(period_start, revenue, location_name)
-- from: sales_trends(grain, period_start, restaurant_id, category = 'All', daypart = 'All'),
--   location_customers(grain, period_start, restaurant_id) for customers returning_customers returning_share
-- whole: share, is_complete, compared, previous_revenue, change, orders_change, avg_order_value_change, year_before_revenue, year_change
-- columns:
--   grain                   string         day, week (ISO) or month
--   period_start            date           First day of the period: of a week its Monday
--   restaurant_id           string         Location; All for all together
--   location_name           string         Name from restaurant_locations; null where that has none, and for All
--   orders                  int64          Orders
--   units                   int64          Units of their lines
--   revenue                 decimal(18,2)  Their total
--   avg_order_value         decimal(18,2)  Revenue per order
--   units_per_order         double         Units per order
--   customers               int64          Customers who ordered: neither guests nor shared accounts
--   returning_customers     int64          Of these, customers who had ordered there before the period
--   returning_share         double         Returning share of customers, 0 to 1; null where only guests order
--   share                   double         Share of the revenue of all rows of the period, 0 to 1
--   is_complete             bool           The data cover the whole period
--   compared                string         whole: with whole periods; part: with as many first days of the others; null: with nothing
--   previous_revenue        decimal(18,2)  Revenue of the period before, or of its same part; null where it has no orders or is not covered
--   change                  double         Change from it as a fraction
--   orders_change           double         Change of orders from the same, as a fraction
--   avg_order_value_change  double         Change of the average order value from the same, as a fraction
--   year_before_revenue     decimal(18,2)  The same of a year before: the month, the ISO week, the same weekday 364 days before
--   year_change             double         Change from it as a fraction
--
-- Revenue, orders, customers and how many of them return, for each location over time.

SELECT
    trends.grain, trends.period_start, trends.restaurant_id, trends.location_name, trends.orders, trends.units, trends.revenue,
    trends.avg_order_value,
    {{ ratio(trends.units, trends.orders) }} AS units_per_order,
    COALESCE(customers.customers, 0) AS customers,
    COALESCE(customers.returning_customers, 0) AS returning_customers,
    {{ ratio(customers.returning_customers, customers.customers) }} AS returning_share,
    {{ ratio(trends.revenue, SUM(trends.revenue) OVER (PARTITION BY trends.period_start)) }} AS share,
    trends.is_complete, trends.compared, trends.previous_revenue, trends.change,
    {{ ratio(trends.orders - trends.previous_orders, trends.previous_orders) }} AS orders_change,
    {{ ratio(
        trends.revenue * trends.previous_orders - trends.previous_revenue * trends.orders,
        trends.previous_revenue * trends.orders) }} AS avg_order_value_change,
    trends.year_before_revenue, trends.year_change
FROM {{ ref('sales_trends') }} AS trends
LEFT JOIN {{ ref('location_customers') }} AS customers
    ON customers.grain = trends.grain AND customers.period_start = trends.period_start AND customers.restaurant_id = trends.restaurant_id
WHERE trends.grain = {{ grain }}
    AND trends.category = 'All' AND trends.daypart = 'All'
    AND (trends.restaurant_id = {{ location }} OR ({{ location }} = 'each' AND trends.restaurant_id <> 'All'))
    AND ({{ from }} IS NULL OR trends.period_start >= {{ from }})
    AND ({{ to }} IS NULL OR trends.period_start <= {{ to }})
