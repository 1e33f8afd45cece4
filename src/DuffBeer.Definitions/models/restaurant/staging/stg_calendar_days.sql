-- model:        stg_calendar_days
-- grain:        one accepted row of date_dim
-- owner:        restaurants
-- materialized: table
-- audits:       unique(run_id, source_offset), not_null(date_key), accepted(row_role, kept, superseded, duplicate)
-- from: date_dim(date_key)
-- columns:
--   date_key       date    The day
--   week           int32   Week by the calendar
--   day_of_week    string  Weekday by the calendar
--   is_weekend     bool    Weekend by the calendar
--   is_holiday     bool    The day is a holiday
--   holiday_name   string  Its name; null on other days
--   run_id         string  Run that ingested the row
--   source_offset  int64   Byte offset of the row in its file
--   row_role       string  kept: the day's latest row; duplicate: an equal row came later; superseded: another row came later
--
-- Every accepted row of date_dim, and how it is used. Where a day is sent again, its latest row counts.

WITH sent AS (
    SELECT
        date_key, week, day_of_week, is_weekend, is_holiday, holiday_name, _run, _offset,
        ROW_NUMBER() OVER (PARTITION BY date_key ORDER BY _run_order DESC, _offset DESC) AS place,
        ROW_NUMBER() OVER (
            PARTITION BY date_key, year, month, week, day_of_week, is_weekend, is_holiday, holiday_name
            ORDER BY _run_order DESC, _offset DESC) AS occurrence
    FROM {{ source('date_dim') }}
)
SELECT
    date_key, week, day_of_week, is_weekend, is_holiday, holiday_name,
    _run AS run_id,
    _offset AS source_offset,
    CASE WHEN place = 1 THEN 'kept' WHEN occurrence > 1 THEN 'duplicate' ELSE 'superseded' END AS row_role
FROM sent
