-- audit: retail_regions_add_up
--
-- Order lines, units, sales and profit by region add up to those of all order lines.

WITH marts AS (
    SELECT
        COALESCE(SUM(order_lines), 0) AS order_lines, COALESCE(SUM(units), 0) AS units, COALESCE(SUM(sales), 0) AS sales,
        COALESCE(SUM(profit), 0) AS profit
    FROM {{ ref('region_profit') }}
),
facts AS (
    SELECT
        COUNT(*) AS order_lines, COALESCE(SUM(quantity), 0) AS units, COALESCE(SUM(sales), 0) AS sales,
        COALESCE(SUM(profit), 0) AS profit
    FROM {{ ref('fact_retail_lines') }}
)
SELECT
    marts.order_lines, facts.order_lines AS expected_order_lines, marts.units, facts.units AS expected_units,
    marts.sales, facts.sales AS expected_sales, marts.profit, facts.profit AS expected_profit
FROM marts
CROSS JOIN facts
WHERE marts.order_lines <> facts.order_lines OR marts.units <> facts.units OR marts.sales <> facts.sales OR marts.profit <> facts.profit
