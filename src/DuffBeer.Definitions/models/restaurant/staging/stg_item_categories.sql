-- model:        stg_item_categories
-- grain:        raw_category
-- owner:        restaurants
-- materialized: table
-- audits:       unique(raw_category), not_null(category)
-- from: stg_order_item_rows(item_category = raw_category null '', row_role = 'kept'), restaurant_as_of(whole),
--   map_item_categories(category_key)
-- whole: category
-- columns:
--   raw_category  string  Category as spelled in the source; empty where it gives none
--   category_key  string  Its letters and digits in lower case, without any URL
--   category      string  Name under which it is reported
--   lines         int64   Order lines with this spelling
--
-- Every spelling of a category in the source, and the name it is reported under: that of the mapping table, otherwise the spelling
-- of most order lines with the same letters and digits.

WITH written AS (
    SELECT COALESCE(rows_of_lines.item_category, '') AS raw_category, COUNT(*) AS lines
    FROM {{ ref('stg_order_item_rows') }} AS rows_of_lines
    CROSS JOIN {{ ref('restaurant_as_of') }} AS today
    WHERE rows_of_lines.row_role = 'kept' AND rows_of_lines.order_date <= today.as_of
    GROUP BY COALESCE(rows_of_lines.item_category, '')
),
cleaned AS (
    SELECT
        raw_category, lines,
        {{ regexp_replace(
            {{ regexp_replace({{ regexp_replace(raw_category, '(?i)(https?://|www\.)\S*', ' ') }}, '[\s\p{Z}]+', ' ') }},
            '^[^\p{L}\p{N}(]+|[^\p{L}\p{N})]+$', '') }} AS spelling
    FROM written
),
keyed AS (
    SELECT raw_category, lines, spelling, LOWER({{ regexp_replace(spelling, '[^\p{L}\p{N}]+', '') }}) AS category_key
    FROM cleaned
),
spellings AS (
    SELECT
        category_key, spelling,
        ROW_NUMBER() OVER (PARTITION BY category_key ORDER BY SUM(lines) DESC, spelling) AS place
    FROM keyed
    GROUP BY category_key, spelling
)
SELECT
    keyed.raw_category,
    keyed.category_key,
    CASE WHEN keyed.category_key = '' THEN 'Uncategorised' ELSE COALESCE(mapped.category, spellings.spelling) END AS category,
    keyed.lines
FROM keyed
JOIN spellings ON spellings.category_key = keyed.category_key AND spellings.place = 1
LEFT JOIN {{ ref('map_item_categories') }} AS mapped ON mapped.category_key = keyed.category_key
