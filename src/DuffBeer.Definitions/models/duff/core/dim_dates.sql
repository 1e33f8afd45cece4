-- model:        dim_dates
-- grain:        date_day
-- owner:        sales
-- materialized: table
-- audits:       unique(date_day), not_null(date_day)
-- from: stg_duff_order_rows(pa_date = date_day)
-- columns:
--   date_day       date   The day
--   year           int32  Calendar year
--   quarter        int32  1 to 4
--   month          int32  1 to 12
--   day_of_month   int32  1 to 31
--   day_of_week    int32  1 (Monday) to 7 (Sunday)
--   iso_week       int32  ISO 8601 week, 1 to 53
--   week_start     date   The week's Monday
--   month_start    date   The month's first day
--   is_weekend     bool   Saturday or Sunday
--
-- The calendar of every processing date.

WITH days AS (
    SELECT DISTINCT pa_date
    FROM {{ ref('stg_duff_order_rows') }}
)
SELECT
    pa_date AS date_day,
    EXTRACT(YEAR FROM pa_date) AS year,
    EXTRACT(QUARTER FROM pa_date) AS quarter,
    EXTRACT(MONTH FROM pa_date) AS month,
    EXTRACT(DAY FROM pa_date) AS day_of_month,
    DAY_OF_WEEK(pa_date) AS day_of_week,
    EXTRACT(WEEK FROM pa_date) AS iso_week,
    {{ truncate_date('week', pa_date) }} AS week_start,
    {{ truncate_date('month', pa_date) }} AS month_start,
    DAY_OF_WEEK(pa_date) >= 6 AS is_weekend
FROM days
