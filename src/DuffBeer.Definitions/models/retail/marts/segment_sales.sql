-- model:        segment_sales
-- grain:        segment
-- owner:        retail
-- materialized: table
-- audits:       unique(segment), not_null(segment), retail_lines_add_up, retail_profit_adds_up
-- from: fact_retail_lines(segment)
-- whole: share, rank
-- columns:
--   segment          string         Kind of customer
--   order_lines      int64          Order lines
--   orders           int64          Distinct orders
--   units            int64          Units ordered
--   sales            decimal(18,6)  Value after discounts
--   cost             decimal(18,2)  What the units cost
--   profit           decimal(18,6)  Sales less cost
--   margin           double         Profit per sales, as a fraction; null without sales
--   avg_order_value  decimal(18,2)  Sales per distinct order
--   share            double         Share of the sales of all segments, 0 to 1
--   rank             int64          1 for the most sales; equal ones share a rank
--
-- What each kind of customer bought.

WITH sold AS (
    SELECT
        segment,
        COUNT(*) AS order_lines,
        COUNT(DISTINCT order_id) AS orders,
        SUM(quantity) AS units,
        SUM(sales) AS sales,
        SUM(cost) AS cost,
        SUM(profit) AS profit
    FROM {{ ref('fact_retail_lines') }}
    GROUP BY segment
)
SELECT
    segment, order_lines, orders, units, sales, cost, profit,
    {{ ratio(profit, sales) }} AS margin,
    {{ ratio(sales, orders) }} AS avg_order_value,
    {{ ratio(sales, SUM(sales) OVER ()) }} AS share,
    RANK() OVER (ORDER BY sales DESC) AS rank
FROM sold
