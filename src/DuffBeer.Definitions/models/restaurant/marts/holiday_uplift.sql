-- model:        holiday_uplift
-- grain:        holiday, restaurant_id
-- owner:        restaurants
-- materialized: table
-- audits:       unique(holiday, restaurant_id), not_null(holiday_name)
-- from: sales_trends(grain = 'day', category = 'All', daypart = 'All', restaurant_id, period_start >= compared_from, period_start <=
--     compared_to),
--   sales_trends(grain = 'day', category = 'All', daypart = 'All', restaurant_id, period_start = first_day) for first_day,
--   sales_trends(grain = 'day', category = 'All', daypart = 'All', restaurant_id, period_start = last_day) for last_day,
--   dates(date_day >= compared_from, date_day <= compared_to) for holiday_name uplift = is_holiday,
--   locations(restaurant_id) for location_name = name
-- columns:
--   holiday           date           Day that date_dim calls a holiday
--   holiday_name      string         Its name
--   restaurant_id     string         Location; All for all together
--   location_name     string         Name from restaurant_locations; null where that has none, and for All
--   orders            int64          Orders of that day
--   revenue           decimal(18,2)  Their total
--   compared_days     int64          Days with orders there: same weekday, within {holiday_weeks_around} weeks, no holidays
--   compared_from     date           First day that could be compared
--   compared_to       date           Last day that could be compared
--   first_day         date           Day of the first order there
--   last_day          date           Day of the last order there
--   baseline_revenue  decimal(18,2)  Median revenue of those days; null where there is none
--   uplift            double         Change from the baseline as a fraction; null without one
--
-- What a holiday did to sales, against the median of the same weekday in the {holiday_weeks_around} weeks before and after it, so that
-- one unusual day does not decide. For each location those holidays between its first and last order are listed; one without orders
-- has zeros.

WITH daily AS (
    SELECT restaurant_id, period_start AS order_date, orders, revenue
    FROM {{ ref('sales_trends') }}
    WHERE grain = 'day' AND category = 'All' AND daypart = 'All'
),
open_days AS (
    SELECT restaurant_id, MIN(order_date) AS first_day, MAX(order_date) AS last_day
    FROM daily
    GROUP BY restaurant_id
),
holidays AS (
    SELECT
        dates.date_day AS holiday, COALESCE(dates.holiday_name, 'Unnamed') AS holiday_name,
        DATE_ADD('day', -7 * {{ setting('holiday_weeks_around') }}, dates.date_day) AS compared_from,
        DATE_ADD('day', 7 * {{ setting('holiday_weeks_around') }}, dates.date_day) AS compared_to,
        open_days.restaurant_id, open_days.first_day, open_days.last_day
    FROM {{ ref('dates') }} AS dates
    JOIN open_days ON dates.date_day BETWEEN open_days.first_day AND open_days.last_day
    WHERE dates.is_holiday
),
compared AS (
    SELECT
        holidays.holiday, holidays.restaurant_id, daily.revenue,
        ROW_NUMBER() OVER (PARTITION BY holidays.holiday, holidays.restaurant_id ORDER BY daily.revenue, daily.order_date) AS place,
        COUNT(*) OVER (PARTITION BY holidays.holiday, holidays.restaurant_id) AS days
    FROM holidays
    JOIN daily ON daily.restaurant_id = holidays.restaurant_id
        AND DAY_OF_WEEK(daily.order_date) = DAY_OF_WEEK(holidays.holiday)
        AND daily.order_date <> holidays.holiday
        AND daily.order_date BETWEEN holidays.compared_from AND holidays.compared_to
    JOIN {{ ref('dates') }} AS dates ON dates.date_day = daily.order_date AND NOT dates.is_holiday
),
baselines AS (
    SELECT
        holiday, restaurant_id,
        COUNT(*) AS compared_days,
        {{ mean(CASE WHEN 2 * place BETWEEN days AND days + 2 THEN revenue END) }} AS baseline_revenue
    FROM compared
    GROUP BY holiday, restaurant_id
)
SELECT
    holidays.holiday, holidays.holiday_name, holidays.restaurant_id,
    locations.name AS location_name,
    COALESCE(daily.orders, 0) AS orders,
    COALESCE(daily.revenue, 0) AS revenue,
    COALESCE(baselines.compared_days, 0) AS compared_days,
    holidays.compared_from, holidays.compared_to, holidays.first_day, holidays.last_day,
    baselines.baseline_revenue,
    {{ ratio(COALESCE(daily.revenue, 0) - baselines.baseline_revenue, baselines.baseline_revenue) }} AS uplift
FROM holidays
LEFT JOIN daily ON daily.restaurant_id = holidays.restaurant_id AND daily.order_date = holidays.holiday
LEFT JOIN {{ ref('locations') }} AS locations ON locations.restaurant_id = holidays.restaurant_id
LEFT JOIN baselines ON baselines.restaurant_id = holidays.restaurant_id AND baselines.holiday = holidays.holiday
