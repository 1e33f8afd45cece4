-- model:        region_profit
-- grain:        region
-- owner:        retail
-- materialized: table
-- audits:       unique(region), not_null(region), retail_lines_add_up, retail_profit_adds_up
-- from: fact_retail_lines(region)
-- whole: share, sales_share, rank, is_tie
-- columns:
--   region       string         Sales region
--   order_lines  int64          Order lines
--   orders       int64          Distinct orders
--   units        int64          Units ordered
--   sales        decimal(18,6)  Value after discounts
--   cost         decimal(18,2)  What the units cost
--   profit       decimal(18,6)  Sales less cost: the sum of (sale price - cost price) * quantity
--   margin       double         Profit per sales, as a fraction; null without sales
--   share        double         Share of the profit of all regions together; negative for a loss, null where they earn nothing
--   sales_share  double         Share of the sales of all regions, 0 to 1
--   rank         int64          1 for the most profit; equal ones share a rank
--   is_tie       bool           Another region has exactly the same profit
--
-- What each region sold and earned.

WITH sold AS (
    SELECT
        region,
        COUNT(*) AS order_lines,
        COUNT(DISTINCT order_id) AS orders,
        SUM(quantity) AS units,
        SUM(sales) AS sales,
        SUM(cost) AS cost,
        SUM(profit) AS profit
    FROM {{ ref('fact_retail_lines') }}
    GROUP BY region
)
SELECT
    region, order_lines, orders, units, sales, cost, profit,
    {{ ratio(profit, sales) }} AS margin,
    {{ ratio(profit, SUM(profit) OVER ()) }} AS share,
    {{ ratio(sales, SUM(sales) OVER ()) }} AS sales_share,
    RANK() OVER (ORDER BY profit DESC) AS rank,
    COUNT(*) OVER (PARTITION BY profit) > 1 AS is_tie
FROM sold
