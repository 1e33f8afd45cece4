-- model:        sales_trends
-- grain:        grain, period_start, restaurant_id, category, daypart
-- owner:        restaurants
-- materialized: table
-- audits:       unique(grain, period_start, restaurant_id, category, daypart), accepted(grain, day, week, month),
--               accepted(compared, whole, part), sales_trends_add_up
-- from: orders(order_date in period_start by grain, restaurant_id unless All, daypart unless All, category of order_lines by order_id
--     unless All),
--   order_lines(category unless All, order_date of orders by order_id in period_start by grain, restaurant_id of orders by order_id
--     unless All, daypart of orders by order_id unless All),
--   restaurant_as_of(whole), locations(restaurant_id) for location_name = name
-- whole: days, is_complete, compared, previous_revenue, change, previous_orders, year_before_revenue, year_change, moving_average
-- columns:
--   grain                string         day, week (ISO) or month
--   period_start         date           First day of the period: of a week its Monday
--   restaurant_id        string         Location; All for all together
--   location_name        string         Name from restaurant_locations; null where that has none, and for All
--   category             string         Category of the lines; All for whole orders
--   daypart              string         Morning, Lunch, Afternoon, Dinner or Late in local time; All for the whole day
--   orders               int64          Orders; one with several categories counts once in each, and once in All
--   units                int64          Units of their lines in the category
--   revenue              decimal(18,2)  Total of those lines with their options
--   avg_order_value      decimal(18,2)  Revenue per order
--   days                 int64          Days of the period that the data cover: from their first day to as_of
--   is_complete          bool           They cover the whole period
--   compared             string         whole: with whole periods; part: with as many first days of the others; null: with nothing
--   previous_revenue     decimal(18,2)  Revenue of the period before, or of its same part; null where it has no orders or is not covered
--   change               double         Change from it as a fraction
--   previous_orders      int64          Orders of the period before, or of its same part
--   year_before_revenue  decimal(18,2)  The same of a year before: the month, the ISO week, the same weekday 364 days before
--   year_change          double         Change from it as a fraction
--   moving_average       decimal(18,2)  Mean revenue of the last 7 days, 4 weeks or 3 months; null unless the data cover them all
--
-- Sales of every period in the location's time zone. Order counts do not add up over categories, so every combination with All is a row.
-- A change is between whole periods. The period of as_of that is not over is compared with as many first days of the others, and one that
-- began before the data did with nothing.

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
bounds AS (
    SELECT first_days.first_day, today.as_of
    FROM (SELECT MIN(order_date) AS first_day FROM {{ ref('orders') }}) AS first_days
    CROSS JOIN {{ ref('restaurant_as_of') }} AS today
),
days AS (
    SELECT
        sold_days.order_date, grains.grain,
        CASE grains.grain
            WHEN 'day' THEN sold_days.order_date
            WHEN 'week' THEN {{ truncate_date('week', sold_days.order_date) }}
            ELSE {{ truncate_date('month', sold_days.order_date) }}
        END AS period_start
    FROM (SELECT DISTINCT order_date FROM {{ ref('orders') }}) AS sold_days
    CROSS JOIN (VALUES ('day'), ('week'), ('month')) AS grains (grain)
),
calendar AS (
    -- An ISO week belongs to the year of its Thursday, and a year's first week is that of 4 January. Week 53 has no week a year before.
    SELECT
        grain, period_start, iso_week,
        CASE grain
            WHEN 'day' THEN period_start
            WHEN 'week' THEN DATE_ADD('day', 6, period_start)
            ELSE DATE_ADD('day', -1, DATE_ADD('month', 1, period_start))
        END AS period_end,
        CASE grain
            WHEN 'day' THEN DATE_ADD('day', -1, period_start)
            WHEN 'week' THEN DATE_ADD('day', -7, period_start)
            ELSE DATE_ADD('month', -1, period_start)
        END AS previous_start,
        CASE
            WHEN grain = 'day' THEN DATE_ADD('day', -364, period_start)
            WHEN grain = 'month' THEN DATE_ADD('year', -1, period_start)
            WHEN iso_week < 53 THEN DATE_ADD(
                'day', 7 * (iso_week - 1), {{ truncate_date('week', DATE_ADD('day', 3, DATE_ADD('year', -1, iso_year))) }})
        END AS year_before_start
    FROM (
        SELECT DISTINCT
            grain, period_start,
            {{ truncate_date('year', DATE_ADD('day', 3, period_start)) }} AS iso_year,
            EXTRACT(WEEK FROM period_start) AS iso_week
        FROM days
    ) AS thursdays
),
periods AS (
    SELECT
        calendar.grain, calendar.period_start, calendar.period_end,
        calendar.period_start >= bounds.first_day AND calendar.period_end <= bounds.as_of AS is_complete,
        {{ days_between(
            {{ greatest(calendar.period_start, bounds.first_day) }}, {{ least(calendar.period_end, bounds.as_of) }}) }} + 1 AS days,
        -- Null where there is nothing to compare with.
        CASE WHEN calendar.period_start >= bounds.first_day AND calendar.previous_start >= bounds.first_day
            THEN calendar.previous_start END AS previous_start,
        CASE WHEN calendar.period_start >= bounds.first_day AND calendar.year_before_start >= bounds.first_day
            THEN calendar.year_before_start END AS year_before_start
    FROM calendar
    CROSS JOIN bounds
),
parts AS (
    SELECT order_date, grain, period_start, 'own' AS part
    FROM days
    UNION ALL
    -- The first days of the period before, for the period that is not over; a shorter month has no such part.
    SELECT days.order_date, periods.grain, periods.period_start, 'previous' AS part
    FROM periods
    JOIN days ON days.grain = 'day'
        AND days.order_date BETWEEN periods.previous_start AND DATE_ADD('day', CAST(periods.days AS INTEGER) - 1, periods.previous_start)
    WHERE NOT periods.is_complete AND DATE_ADD('day', CAST(periods.days AS INTEGER), periods.previous_start) <= periods.period_start
    UNION ALL
    SELECT days.order_date, periods.grain, periods.period_start, 'year before' AS part
    FROM periods
    JOIN days ON days.grain = 'day'
        AND days.order_date
            BETWEEN periods.year_before_start AND DATE_ADD('day', CAST(periods.days AS INTEGER) - 1, periods.year_before_start)
    WHERE NOT periods.is_complete
        AND (periods.grain = 'week'
            OR {{ truncate_date('month', DATE_ADD('day', CAST(periods.days AS INTEGER) - 1, periods.year_before_start)) }}
                = periods.year_before_start)
),
summed AS (
    SELECT
        parts.grain, parts.period_start, parts.part,
        CASE WHEN GROUPING(daily.restaurant_id) = 1 THEN 'All' ELSE daily.restaurant_id END AS restaurant_id,
        daily.category,
        CASE WHEN GROUPING(daily.daypart) = 1 THEN 'All' ELSE daily.daypart END AS daypart,
        SUM(daily.orders) AS orders, SUM(daily.units) AS units, SUM(daily.revenue) AS revenue
    FROM daily
    JOIN parts ON parts.order_date = daily.order_date
    GROUP BY GROUPING SETS (
        (parts.grain, parts.period_start, parts.part, daily.category, daily.restaurant_id, daily.daypart),
        (parts.grain, parts.period_start, parts.part, daily.category, daily.restaurant_id),
        (parts.grain, parts.period_start, parts.part, daily.category, daily.daypart),
        (parts.grain, parts.period_start, parts.part, daily.category))
),
comparisons AS (
    SELECT
        grain, period_start, is_complete, days,
        CASE grain
            WHEN 'day' THEN DATE_ADD('day', -6, period_start)
            WHEN 'week' THEN DATE_ADD('day', -21, period_start)
            ELSE DATE_ADD('month', -2, period_start)
        END AS averaged_from,
        CASE WHEN is_complete THEN previous_start ELSE period_start END AS previous_in,
        CASE WHEN is_complete THEN 'own' ELSE 'previous' END AS previous_part,
        CASE WHEN is_complete THEN year_before_start ELSE period_start END AS year_before_in,
        CASE WHEN is_complete THEN 'own' ELSE 'year before' END AS year_before_part
    FROM periods
)
SELECT
    summed.grain, summed.period_start, summed.restaurant_id,
    locations.name AS location_name,
    summed.category, summed.daypart, summed.orders, summed.units, summed.revenue,
    {{ ratio(summed.revenue, summed.orders) }} AS avg_order_value,
    comparisons.days, comparisons.is_complete,
    CASE
        WHEN previous.revenue IS NULL AND year_before.revenue IS NULL THEN NULL
        WHEN comparisons.is_complete THEN 'whole'
        ELSE 'part'
    END AS compared,
    previous.revenue AS previous_revenue,
    {{ ratio(summed.revenue - previous.revenue, previous.revenue) }} AS change,
    previous.orders AS previous_orders,
    year_before.revenue AS year_before_revenue,
    {{ ratio(summed.revenue - year_before.revenue, year_before.revenue) }} AS year_change,
    CASE WHEN comparisons.is_complete AND comparisons.averaged_from >= bounds.first_day
        THEN {{ ratio(SUM(summed.revenue) OVER lately, CASE summed.grain WHEN 'day' THEN 7 WHEN 'week' THEN 4 ELSE 3 END) }}
    END AS moving_average
FROM summed
JOIN comparisons ON comparisons.grain = summed.grain AND comparisons.period_start = summed.period_start
CROSS JOIN bounds
LEFT JOIN {{ ref('locations') }} AS locations ON locations.restaurant_id = summed.restaurant_id
LEFT JOIN summed AS previous
    ON previous.grain = summed.grain AND previous.period_start = comparisons.previous_in AND previous.part = comparisons.previous_part
    AND previous.restaurant_id = summed.restaurant_id AND previous.category = summed.category AND previous.daypart = summed.daypart
LEFT JOIN summed AS year_before
    ON year_before.grain = summed.grain AND year_before.period_start = comparisons.year_before_in
    AND year_before.part = comparisons.year_before_part
    AND year_before.restaurant_id = summed.restaurant_id AND year_before.category = summed.category AND year_before.daypart = summed.daypart
WHERE summed.part = 'own'
-- Positions are scaled so that one frame covers 7 days, 4 weeks or 3 months.
WINDOW lately AS (
    PARTITION BY summed.grain, summed.restaurant_id, summed.category, summed.daypart
    ORDER BY CASE summed.grain
        WHEN 'day' THEN {{ days_between(DATE '1970-01-05', summed.period_start) }}
        WHEN 'week' THEN CAST({{ ratio(2 * {{ days_between(DATE '1970-01-05', summed.period_start) }}, 7) }} AS BIGINT)
        ELSE 3 * (12 * EXTRACT(YEAR FROM summed.period_start) + EXTRACT(MONTH FROM summed.period_start))
    END
    RANGE BETWEEN 6 PRECEDING AND CURRENT ROW)
