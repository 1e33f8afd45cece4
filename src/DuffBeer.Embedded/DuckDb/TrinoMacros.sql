-- Trino's functions that DuckDB lacks under their name, or that mean something else there.
-- A macro hides DuckDB's own function of its name; system.main still reaches that one.

-- Calendar: Monday is day 1, weeks and their years are those of ISO 8601.
CREATE MACRO day_of_week(x) AS isodow(x);
CREATE MACRO dow(x) AS isodow(x);
CREATE MACRO day_of_month(x) AS day(x);
CREATE MACRO day_of_year(x) AS dayofyear(x);
CREATE MACRO doy(x) AS dayofyear(x);
CREATE MACRO week_of_year(x) AS week(x);
CREATE MACRO year_of_week(x) AS isoyear(x);
CREATE MACRO yow(x) AS isoyear(x);
CREATE MACRO last_day_of_month(x) AS last_day(x);

-- Whole units that have passed; DuckDB's own counts the boundaries between.
CREATE MACRO date_diff(unit, "from", "to") AS date_sub(unit, "from", "to");

-- The result has the type of x.
CREATE MACRO date_add(unit, n, x) AS cast_to_type(x + CAST(n AS INTEGER) * CASE lower(unit)
    WHEN 'second' THEN INTERVAL 1 SECOND
    WHEN 'minute' THEN INTERVAL 1 MINUTE
    WHEN 'hour' THEN INTERVAL 1 HOUR
    WHEN 'day' THEN INTERVAL 1 DAY
    WHEN 'week' THEN INTERVAL 7 DAY
    WHEN 'month' THEN INTERVAL 1 MONTH
    WHEN 'quarter' THEN INTERVAL 3 MONTH
    WHEN 'year' THEN INTERVAL 1 YEAR
    ELSE error('date_add: no such unit: ' || unit) END, x);

-- Formats are those of MySQL; where strftime writes the same, or refuses, nothing is to be done.
CREATE MACRO date_format(x, format) AS strftime(x,
    replace(replace(replace(replace(replace(replace(replace(replace(format,
        '%M', '%B'), '%i', '%M'), '%W', '%A'), '%s', '%S'), '%T', '%H:%M:%S'), '%e', '%-d'), '%c', '%-m'), '%h', '%I'));
CREATE MACRO from_unixtime(x) AS to_timestamp(x);
CREATE MACRO to_unixtime(x) AS epoch(x);

-- Text. Where there is no such part or no match, null; DuckDB's own give an empty string.
CREATE MACRO split_part(x, delimiter, number) AS string_split(x, delimiter)[number];
CREATE MACRO regexp_like(x, pattern) AS regexp_matches(x, pattern);
CREATE MACRO regexp_extract
    (x, pattern) AS CASE WHEN regexp_matches(x, pattern) THEN system.main.regexp_extract(x, pattern) END,
    (x, pattern, "group") AS CASE WHEN regexp_matches(x, pattern) THEN system.main.regexp_extract(x, pattern, "group") END;
CREATE MACRO to_utf8(x) AS encode(x);
CREATE MACRO from_utf8(x) AS decode(x);

-- Arrays. A sequence of months must begin on a day that every month has: after a shorter month DuckDB goes on from that one's last day.
CREATE MACRO cardinality(x) AS len(x);
CREATE MACRO element_at(x, "key") AS x["key"];
CREATE MACRO array_join(x, delimiter) AS array_to_string(x, delimiter);
CREATE MACRO sequence
    (start, stop) AS generate_series(start, stop),
    (start, stop, step) AS cast_to_type(generate_series(start, stop, step), [start]);

-- Aggregates and numbers. max_by and min_by give null where the winner's x is; DuckDB's own skip that row.
CREATE MACRO max_by(x, y) AS arg_max_null(x, y);
CREATE MACRO min_by(x, y) AS arg_min_null(x, y);
CREATE MACRO arbitrary(x) AS any_value(x);
CREATE MACRO truncate(x) AS trunc(x);
