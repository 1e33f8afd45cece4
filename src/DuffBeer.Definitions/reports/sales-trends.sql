-- report:     sales-trends
-- title:      Sales over time
-- domain:     restaurant
-- model:      sales_trends
-- parameters:
--   grain     string  default(week) oneOf(day, week, month)  Length of a period
--   location  string  default(All) values(locations.restaurant_id, name) also(All, each)  A location; each: one row per location
--   category  string  default(All) values(price_band_days.category) also(All, each)  A category; each: one row per category
--   daypart   string  default(All) oneOf(All, Morning, Lunch, Afternoon, Dinner, Late, each)  All for whole days, each: a row per daypart
--   from      date    Only periods that begin on this day or later
--   to        date    Only periods that begin on this day or earlier
-- sortable:   grain, period_start, restaurant_id, location_name, category, daypart, orders, units, revenue, avg_order_value, days,
--             is_complete, compared, previous_revenue, change, orders_change, avg_order_value_change, year_before_revenue, year_change,
--             moving_average
-- order:      period_start, restaurant_id, category, daypart
-- limit:      1000
-- show:       period_start, restaurant_id, location_name, category, daypart, orders, revenue, compared, change, year_change
-- period:     period_start by grain
-- zero:       orders, units, revenue
-- money:      revenue, avg_order_value, moving_average, previous_revenue, year_before_revenue
-- currency:   {reporting_currency}
-- percent:    change, orders_change, avg_order_value_change, year_change
-- days:       days
-- labels:
--   period_start            Period
--   location_name           Location
--   days                    Days covered
--   previous_revenue        Revenue, period before
--   change                  Change on the period before
--   orders_change           Orders, change on the period before
--   avg_order_value_change  Order value, change on the period before
--   year_before_revenue     Revenue, year before
--   year_change             Change on the year before
-- cache:      until the next snapshot
-- chart:      line(period_start, revenue)
--   moving_average
-- from: sales_trends(grain, period_start, restaurant_id, category, daypart)
-- whole: days, is_complete, compared, previous_revenue, change, orders_change, avg_order_value_change, year_before_revenue, year_change,
--   moving_average
-- columns:
--   grain                   string         day, week (ISO) or month
--   period_start            date           First day of the period: of a week its Monday
--   restaurant_id           string         Location; All for all together
--   location_name           string         Name from restaurant_locations; null where that has none, and for All
--   category                string         Category of the lines; All for whole orders
--   daypart                 string         Morning, Lunch, Afternoon, Dinner or Late in local time; All for the whole day
--   orders                  int64          Orders; one with several categories counts once in each, and once in All
--   units                   int64          Units of their lines in the category
--   revenue                 decimal(18,2)  Total of those lines with their options
--   avg_order_value         decimal(18,2)  Revenue per order
--   days                    int64          Days of the period that the data cover: from their first day to as_of
--   is_complete             bool           They cover the whole period
--   compared                string         whole: with whole periods; part: with as many first days of the others; null: with nothing
--   previous_revenue        decimal(18,2)  Revenue of the period before, or of its same part; null where it has no orders or is not covered
--   change                  double         Change from it as a fraction
--   orders_change           double         Change of orders from the same, as a fraction
--   avg_order_value_change  double         Change of the average order value from the same, as a fraction
--   year_before_revenue     decimal(18,2)  The same of a year before: the month, the ISO week, the same weekday 364 days before
--   year_change             double         Change from it as a fraction
--   moving_average          decimal(18,2)  Mean revenue of the last 7 days, 4 weeks or 3 months; null unless the data cover them all
--
-- Revenue, orders and their value per period, with the change from the period before and from a year before. A period that is not over
-- is compared with as many first days of the others.

SELECT
    grain, period_start, restaurant_id, location_name, category, daypart, orders, units, revenue, avg_order_value, days, is_complete,
    compared, previous_revenue, change,
    {{ ratio(orders - previous_orders, previous_orders) }} AS orders_change,
    {{ ratio(revenue * previous_orders - previous_revenue * orders, previous_revenue * orders) }} AS avg_order_value_change,
    year_before_revenue, year_change, moving_average
FROM {{ ref('sales_trends') }}
WHERE grain = {{ grain }}
    AND (restaurant_id = {{ location }} OR ({{ location }} = 'each' AND restaurant_id <> 'All'))
    AND (category = {{ category }} OR ({{ category }} = 'each' AND category <> 'All'))
    AND (daypart = {{ daypart }} OR ({{ daypart }} = 'each' AND daypart <> 'All'))
    AND ({{ from }} IS NULL OR period_start >= {{ from }})
    AND ({{ to }} IS NULL OR period_start <= {{ to }})
