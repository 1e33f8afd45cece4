-- report:     holiday-uplift
-- title:      Holidays and sales
-- domain:     restaurant
-- model:      holiday_uplift
-- parameters:
--   location  string  default(All) values(locations.restaurant_id, name) also(All, each)  A location; each: one row per location
--   from      date    Only holidays on this day or later
--   to        date    Only holidays on this day or earlier
-- sortable:   holiday, holiday_name, restaurant_id, location_name, orders, revenue, compared_days, baseline_revenue, uplift
-- order:      holiday, restaurant_id
-- limit:      100
-- show:       holiday_name, restaurant_id, location_name, revenue, compared_days, baseline_revenue, uplift
-- money:      revenue, baseline_revenue
-- currency:   {reporting_currency}
-- percent:    uplift
-- labels:
--   location_name  Location
--   holiday_name   Holiday
--   holiday        Day
-- cache:      until the next snapshot
-- chart:      bar(holiday_name, uplift)
-- from: holiday_uplift(holiday, restaurant_id)
-- columns:
--   holiday           date           Day that date_dim calls a holiday
--   holiday_name      string         Its name
--   restaurant_id     string         Location; All for all together
--   location_name     string         Name from restaurant_locations; null where that has none, and for All
--   orders            int64          Orders of that day
--   revenue           decimal(18,2)  Their total
--   compared_days     int64          Days with orders there: same weekday, within {holiday_weeks_around} weeks, no holidays
--   baseline_revenue  decimal(18,2)  Median revenue of those days; null where there is none
--   uplift            double         Change from the baseline as a fraction; null without one
--
-- Revenue of each holiday against the median of the same weekday in the weeks around, so that one unusual day does not decide.

SELECT holiday, holiday_name, restaurant_id, location_name, orders, revenue, compared_days, baseline_revenue, uplift
FROM {{ ref('holiday_uplift') }}
WHERE (restaurant_id = {{ location }} OR ({{ location }} = 'each' AND restaurant_id <> 'All'))
    AND ({{ from }} IS NULL OR holiday >= {{ from }})
    AND ({{ to }} IS NULL OR holiday <= {{ to }})
