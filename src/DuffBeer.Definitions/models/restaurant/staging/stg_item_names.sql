-- model:        stg_item_names
-- grain:        raw_name
-- owner:        restaurants
-- materialized: table
-- audits:       unique(raw_name), not_null(item_name)
-- from: stg_order_item_rows(item_name = raw_name null '', row_role = 'kept'), restaurant_as_of(whole)
-- whole: item_name
-- columns:
--   raw_name   string  Name as spelled in the source; empty where it gives none
--   item_key   string  The name in lower case, without white space and without asterisks at its end
--   item_name  string  Name under which the item is reported
--   lines      int64   Order lines with this spelling
--
-- Every spelling of an item's name in the source, and the name it is reported under: names that differ only in case, white space,
-- line breaks or asterisks at the end are one item, named as most of its lines do.

WITH written AS (
    SELECT COALESCE(rows_of_lines.item_name, '') AS raw_name, COUNT(*) AS lines
    FROM {{ ref('stg_order_item_rows') }} AS rows_of_lines
    CROSS JOIN {{ ref('restaurant_as_of') }} AS today
    WHERE rows_of_lines.row_role = 'kept' AND rows_of_lines.order_date <= today.as_of
    GROUP BY COALESCE(rows_of_lines.item_name, '')
),
cleaned AS (
    SELECT
        raw_name, lines,
        TRIM({{ regexp_replace({{ regexp_replace(raw_name, '[\s\p{Z}]+', ' ') }}, '[* ]+$', '') }}) AS spelling
    FROM written
),
keyed AS (
    SELECT raw_name, lines, spelling, LOWER(REPLACE(spelling, ' ', '')) AS item_key
    FROM cleaned
),
spellings AS (
    SELECT
        item_key, spelling,
        ROW_NUMBER() OVER (PARTITION BY item_key ORDER BY SUM(lines) DESC, spelling) AS place
    FROM keyed
    GROUP BY item_key, spelling
)
SELECT
    keyed.raw_name,
    keyed.item_key,
    CASE WHEN keyed.item_key = '' THEN 'Unnamed' ELSE spellings.spelling END AS item_name,
    keyed.lines
FROM keyed
JOIN spellings ON spellings.item_key = keyed.item_key AND spellings.place = 1
