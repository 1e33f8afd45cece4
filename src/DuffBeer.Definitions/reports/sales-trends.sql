-- report:     sales-trends
-- title:      Sales over time
-- domain:     restaurant
-- model:      sales_trends
-- parameters:
--   grain     string  default(week) oneOf(day, week, month)  Length of a period
--   location  string  default(All)  Id of a location; All for all together, each for one row per location
--   category  string  default(All)  A category; All for whole orders, each for one row per category
--   daypart   string  default(All) oneOf(All, Morning, Lunch, Afternoon, Dinner, Late, each)  All for whole days, each: a row per daypart
--   from      date    Only periods that begin on this day or later
--   to        date    Only periods that begin on this day or earlier
-- sortable:   grain, period_start, restaurant_id, category, daypart, orders, units, revenue, avg_order_value, previous_revenue,
--             change, year_before_revenue, year_change
-- order:      period_start, restaurant_id, category, daypart
-- limit:      1000
-- show:       period_start, restaurant_id, category, daypart, orders, revenue, change, year_change
-- percent:    change, year_change
-- cache:      until the next snapshot
-- chart:      line(period_start, revenue)
-- columns:
--   grain                string         day, week (ISO) or month
--   period_start         date           First day of the period: of a week its Monday
--   restaurant_id        string         Location; All for all together
--   category             string         Category of the lines; All for whole orders
--   daypart              string         Morning, Lunch, Afternoon, Dinner or Late in local time; All for the whole day
--   orders               int64          Orders; one with several categories counts once in each, and once in All
--   units                int64          Units of their lines in the category
--   revenue              decimal(18,2)  Total of those lines with their options
--   avg_order_value      decimal(18,2)  Revenue per order
--   previous_revenue     decimal(18,2)  Revenue of the period before; null where it has no orders
--   change               double         Change from it as a fraction
--   year_before_revenue  decimal(18,2)  Revenue of the same day, ISO week or month a year before; null where it has no orders
--   year_change          double         Change from it as a fraction
--
-- Revenue, orders and their value per period, with the change from the period before and from a year before.

SELECT
    grain, period_start, restaurant_id, category, daypart, orders, units, revenue, avg_order_value, previous_revenue, change,
    year_before_revenue, year_change
FROM {{ ref('sales_trends') }}
WHERE grain = {{ grain }}
    AND (restaurant_id = {{ location }} OR ({{ location }} = 'each' AND restaurant_id <> 'All'))
    AND (category = {{ category }} OR ({{ category }} = 'each' AND category <> 'All'))
    AND (daypart = {{ daypart }} OR ({{ daypart }} = 'each' AND daypart <> 'All'))
    AND ({{ from }} IS NULL OR period_start >= {{ from }})
    AND ({{ to }} IS NULL OR period_start <= {{ to }})
