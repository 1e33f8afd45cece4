-- audit: sales_add_up
--
-- Orders, units, gross and net sales add up to those of all orders.

WITH marts AS (
    SELECT
        COALESCE(SUM(orders), 0) AS orders, COALESCE(SUM(units), 0) AS units,
        COALESCE(SUM(gross_sales), 0) AS gross_sales, COALESCE(SUM(net_sales), 0) AS net_sales
    FROM {{ this }}
),
facts AS (
    SELECT
        COUNT(*) AS orders, COALESCE(SUM(ccf), 0) AS units, COALESCE(SUM(total_price), 0) AS gross_sales,
        COALESCE(SUM(total_price) FILTER (WHERE status <> 'broken'), 0) AS net_sales
    FROM {{ ref('fact_orders') }}
)
SELECT
    marts.orders, facts.orders AS expected_orders, marts.units, facts.units AS expected_units,
    marts.gross_sales, facts.gross_sales AS expected_gross_sales, marts.net_sales, facts.net_sales AS expected_net_sales
FROM marts
CROSS JOIN facts
WHERE marts.orders <> facts.orders OR marts.units <> facts.units
    OR marts.gross_sales <> facts.gross_sales OR marts.net_sales <> facts.net_sales
