-- audit: retail_lines_add_up
--
-- Order lines, units and sales add up to those of all order lines.

WITH marts AS (
    SELECT
        COALESCE(SUM(order_lines), 0) AS order_lines, COALESCE(SUM(units), 0) AS units, COALESCE(SUM(sales), 0) AS sales
    FROM {{ this }}
),
facts AS (
    SELECT
        COUNT(*) AS order_lines, COALESCE(SUM(quantity), 0) AS units, COALESCE(SUM(sales), 0) AS sales
    FROM {{ ref('fact_retail_lines') }}
)
SELECT
    marts.order_lines, facts.order_lines AS expected_order_lines, marts.units, facts.units AS expected_units,
    marts.sales, facts.sales AS expected_sales
FROM marts
CROSS JOIN facts
WHERE marts.order_lines <> facts.order_lines OR marts.units <> facts.units OR marts.sales <> facts.sales
