-- model:        duff_periods
-- grain:        grain, date_day
-- owner:        sales
-- materialized: table
-- audits:       unique(grain, date_day), accepted(grain, day, week, month, all), not_null(period_start)
-- from: dim_dates(date_day), duff_as_of(whole)
-- whole: period_start, period_end, previous_start, first_day, as_of
-- columns:
--   grain           string  day, week (ISO), month or all
--   date_day        date    Processing date with an order
--   period_start    date    First day of its period: of a week its Monday, of all days the first day
--   period_end      date    Last day of its period: of all days as_of
--   previous_start  date    First day of the period before; all days have none and repeat their own
--   first_day       date    First day of the data
--   as_of           date    Last day of the data
--
-- The period of every day, at each grain.

WITH bounds AS (
    SELECT MIN(dates.date_day) AS first_day, MIN(today.as_of) AS as_of
    FROM {{ ref('dim_dates') }} AS dates
    CROSS JOIN {{ ref('duff_as_of') }} AS today
)
SELECT
    grains.grain, dates.date_day,
    CASE grains.grain
        WHEN 'day' THEN dates.date_day
        WHEN 'week' THEN dates.week_start
        WHEN 'month' THEN dates.month_start
        ELSE bounds.first_day
    END AS period_start,
    CASE grains.grain
        WHEN 'day' THEN dates.date_day
        WHEN 'week' THEN DATE_ADD('day', 6, dates.week_start)
        WHEN 'month' THEN DATE_ADD('day', -1, DATE_ADD('month', 1, dates.month_start))
        ELSE bounds.as_of
    END AS period_end,
    CASE grains.grain
        WHEN 'day' THEN DATE_ADD('day', -1, dates.date_day)
        WHEN 'week' THEN DATE_ADD('day', -7, dates.week_start)
        WHEN 'month' THEN DATE_ADD('month', -1, dates.month_start)
        ELSE bounds.first_day
    END AS previous_start,
    bounds.first_day, bounds.as_of
FROM {{ ref('dim_dates') }} AS dates
CROSS JOIN (VALUES ('day'), ('week'), ('month'), ('all')) AS grains (grain)
CROSS JOIN bounds
