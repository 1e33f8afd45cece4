-- model:        sales_trends
-- grain:        grain, period_start, restaurant_id, category, daypart
-- owner:        restaurants
-- materialized: table
-- audits:       unique(grain, period_start, restaurant_id, category, daypart), accepted(grain, day, week, month), sales_trends_add_up
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
-- Sales of every period in the location's time zone. Order counts do not add up over categories, so every combination with All is a row.

WITH sold AS (
    SELECT
        orders.order_id, orders.order_date, orders.restaurant_id, orders.daypart, lines.category,
        SUM(lines.quantity) AS units, SUM(lines.line_total) AS revenue
    FROM {{ ref('order_lines') }} AS lines
    JOIN {{ ref('orders') }} AS orders ON orders.order_id = lines.order_id
    GROUP BY orders.order_id, orders.order_date, orders.restaurant_id, orders.daypart, lines.category
    UNION ALL
    SELECT order_id, order_date, restaurant_id, daypart, 'All' AS category, units, order_total AS revenue
    FROM {{ ref('orders') }}
),
daily AS (
    SELECT order_date, restaurant_id, daypart, category, COUNT(*) AS orders, SUM(units) AS units, SUM(revenue) AS revenue
    FROM sold
    GROUP BY order_date, restaurant_id, daypart, category
),
days AS (
    SELECT
        date_day, grains.grain,
        CASE grains.grain
            WHEN 'day' THEN date_day
            WHEN 'week' THEN {{ truncate_date('week', date_day) }}
            ELSE {{ truncate_date('month', date_day) }}
        END AS period_start
    FROM {{ ref('dates') }}
    CROSS JOIN (VALUES ('day'), ('week'), ('month')) AS grains (grain)
),
summed AS (
    SELECT
        days.grain, days.period_start,
        CASE WHEN GROUPING(daily.restaurant_id) = 1 THEN 'All' ELSE daily.restaurant_id END AS restaurant_id,
        daily.category,
        CASE WHEN GROUPING(daily.daypart) = 1 THEN 'All' ELSE daily.daypart END AS daypart,
        SUM(daily.orders) AS orders, SUM(daily.units) AS units, SUM(daily.revenue) AS revenue
    FROM daily
    JOIN days ON days.date_day = daily.order_date
    GROUP BY GROUPING SETS (
        (days.grain, days.period_start, daily.category, daily.restaurant_id, daily.daypart),
        (days.grain, days.period_start, daily.category, daily.restaurant_id),
        (days.grain, days.period_start, daily.category, daily.daypart),
        (days.grain, days.period_start, daily.category))
),
thursdays AS (
    SELECT DISTINCT
        grain, period_start,
        {{ truncate_date('year', DATE_ADD('day', 3, period_start)) }} AS iso_year,
        EXTRACT(WEEK FROM period_start) AS iso_week
    FROM days
),
periods AS (
    -- An ISO week belongs to the year of its Thursday, and a year's first week is that of 4 January. Week 53 has no week a year before.
    SELECT
        grain, period_start,
        CASE grain
            WHEN 'day' THEN DATE_ADD('day', -1, period_start)
            WHEN 'week' THEN DATE_ADD('day', -7, period_start)
            ELSE DATE_ADD('month', -1, period_start)
        END AS previous_start,
        CASE
            WHEN grain <> 'week' THEN DATE_ADD('year', -1, period_start)
            WHEN iso_week < 53 THEN DATE_ADD(
                'day', 7 * (iso_week - 1), {{ truncate_date('week', DATE_ADD('day', 3, DATE_ADD('year', -1, iso_year))) }})
        END AS year_before_start
    FROM thursdays
)
SELECT
    summed.grain, summed.period_start, summed.restaurant_id, summed.category, summed.daypart, summed.orders, summed.units, summed.revenue,
    {{ ratio(summed.revenue, summed.orders) }} AS avg_order_value,
    previous.revenue AS previous_revenue,
    {{ ratio(summed.revenue - previous.revenue, previous.revenue) }} AS change,
    year_before.revenue AS year_before_revenue,
    {{ ratio(summed.revenue - year_before.revenue, year_before.revenue) }} AS year_change
FROM summed
JOIN periods ON periods.grain = summed.grain AND periods.period_start = summed.period_start
LEFT JOIN summed AS previous
    ON previous.grain = summed.grain AND previous.period_start = periods.previous_start
    AND previous.restaurant_id = summed.restaurant_id AND previous.category = summed.category AND previous.daypart = summed.daypart
LEFT JOIN summed AS year_before
    ON year_before.grain = summed.grain AND year_before.period_start = periods.year_before_start
    AND year_before.restaurant_id = summed.restaurant_id AND year_before.category = summed.category AND year_before.daypart = summed.daypart
