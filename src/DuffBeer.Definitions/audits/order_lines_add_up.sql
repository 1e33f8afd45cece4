-- audit: order_lines_add_up
--
-- Totals of order lines are those of the staged lines plus those of the staged options.

WITH lines AS (
    SELECT COUNT(*) AS lines, COALESCE(SUM(line_total), 0) AS total FROM {{ ref('order_lines') }}
),
staged AS (
    SELECT COUNT(*) AS lines, COALESCE(SUM(line_total), 0) AS total FROM {{ ref('stg_order_items') }}
),
options AS (
    SELECT COALESCE(SUM(option_total), 0) AS total FROM {{ ref('stg_order_item_options') }}
)
SELECT lines.lines, staged.lines AS expected_lines, lines.total, staged.total + options.total AS expected_total
FROM lines
CROSS JOIN staged
CROSS JOIN options
WHERE lines.lines <> staged.lines OR lines.total <> staged.total + options.total
