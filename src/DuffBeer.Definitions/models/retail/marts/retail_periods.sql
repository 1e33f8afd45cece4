-- model:        retail_periods
-- grain:        grain, date_day
-- owner:        retail
-- materialized: table
-- audits:       unique(grain, date_day), accepted(grain, month, quarter, year, all), not_null(period_start)
-- from: fact_retail_lines(order_date = date_day), retail_as_of(whole)
-- whole: period_start, period_end, previous_start, first_day, as_of
-- columns:
--   grain           string  month, quarter, year or all
--   date_day        date    Day with an order
--   period_start    date    First day of its period: of all days the first day
--   period_end      date    Last day of its period: of all days as_of
--   previous_start  date    First day of the period before; all days have none and repeat their own
--   first_day       date    First day of the data
--   as_of           date    Last day of the data
--
-- The period of every day with an order, at each grain.

WITH days AS (
    SELECT DISTINCT order_date
    FROM {{ ref('fact_retail_lines') }}
),
bounds AS (
    SELECT MIN(days.order_date) AS first_day, MIN(today.as_of) AS as_of
    FROM days
    CROSS JOIN {{ ref('retail_as_of') }} AS today
),
started AS (
    SELECT
        grains.grain, grains.months, days.order_date, bounds.first_day, bounds.as_of,
        CASE grains.grain
            WHEN 'month' THEN {{ truncate_date('month', days.order_date) }}
            WHEN 'quarter' THEN {{ truncate_date('quarter', days.order_date) }}
            WHEN 'year' THEN {{ truncate_date('year', days.order_date) }}
            ELSE bounds.first_day
        END AS period_start
    FROM days
    CROSS JOIN (VALUES ('month', 1), ('quarter', 3), ('year', 12), ('all', 0)) AS grains (grain, months)
    CROSS JOIN bounds
)
SELECT
    grain,
    order_date AS date_day,
    period_start,
    CASE WHEN grain = 'all' THEN as_of ELSE DATE_ADD('day', -1, DATE_ADD('month', months, period_start)) END AS period_end,
    DATE_ADD('month', -months, period_start) AS previous_start,
    first_day, as_of
FROM started
