-- model:        dates
-- grain:        date_day
-- owner:        restaurants
-- materialized: table
-- audits:       unique(date_day), not_null(day_of_week), not_null(week), not_null(is_weekend), every_order_has_its_date
-- from: orders(order_date = date_day) for date_day year month, stg_calendar_days(date_key = date_day)
-- columns:
--   date_day        date    The day
--   year            int32   Calendar year
--   month           int32   1 to 12
--   week            int32   Week by date_dim, otherwise ISO 8601
--   week_start      date    The week's Monday
--   day_of_week     string  Name of the weekday by date_dim, otherwise in English
--   is_weekend      bool    Weekend by date_dim, otherwise Saturday and Sunday
--   is_holiday      bool    A holiday by date_dim; false for days it does not have
--   holiday_name    string  Name of the holiday; null on other days
--   is_in_calendar  bool    date_dim has this day
--
-- Every day with an order and every day of date_dim. Where date_dim has no row, weekday, week and weekend are computed: it covers
-- one year of several, and no order may be lost.

WITH days AS (
    SELECT order_date AS date_day FROM {{ ref('orders') }}
    UNION
    SELECT date_key AS date_day FROM {{ ref('stg_calendar_days') }} WHERE row_role = 'kept'
)
SELECT
    days.date_day,
    EXTRACT(YEAR FROM days.date_day) AS year,
    EXTRACT(MONTH FROM days.date_day) AS month,
    COALESCE(calendar.week, EXTRACT(WEEK FROM days.date_day)) AS week,
    {{ truncate_date('week', days.date_day) }} AS week_start,
    COALESCE(
        calendar.day_of_week,
        CASE DAY_OF_WEEK(days.date_day)
            WHEN 1 THEN 'Monday' WHEN 2 THEN 'Tuesday' WHEN 3 THEN 'Wednesday' WHEN 4 THEN 'Thursday'
            WHEN 5 THEN 'Friday' WHEN 6 THEN 'Saturday' ELSE 'Sunday'
        END) AS day_of_week,
    COALESCE(calendar.is_weekend, DAY_OF_WEEK(days.date_day) >= 6) AS is_weekend,
    COALESCE(calendar.is_holiday, FALSE) AS is_holiday,
    CASE WHEN calendar.is_holiday THEN calendar.holiday_name END AS holiday_name,
    calendar.date_key IS NOT NULL AS is_in_calendar
FROM days
LEFT JOIN {{ ref('stg_calendar_days') }} AS calendar ON calendar.date_key = days.date_day AND calendar.row_role = 'kept'
