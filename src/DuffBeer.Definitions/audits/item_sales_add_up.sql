-- audit: item_sales_add_up
--
-- Lines and revenue of all items are those of all order lines.

WITH items AS (
    SELECT COALESCE(SUM(lines), 0) AS lines, COALESCE(SUM(revenue), 0) AS revenue FROM {{ ref('item_daily_sales') }}
),
everything AS (
    SELECT COUNT(*) AS lines, COALESCE(SUM(line_total), 0) AS revenue FROM {{ ref('order_lines') }}
)
SELECT items.lines, everything.lines AS expected_lines, items.revenue, everything.revenue AS expected_revenue
FROM items
CROSS JOIN everything
WHERE items.lines <> everything.lines OR items.revenue <> everything.revenue
