-- model:        monthly_sales
-- grain:        month
-- owner:        retail
-- materialized: table
-- audits:       unique(month), not_null(month), retail_lines_add_up, retail_profit_adds_up
-- columns:
--   month             date           First day of the month
--   order_lines       int64          Order lines
--   orders            int64          Distinct orders
--   units             int64          Units ordered
--   sales             decimal(18,6)  Value after discounts
--   cost              decimal(18,2)  What the units cost
--   profit            decimal(18,6)  Sales less cost
--   margin            double         Profit per sales, as a fraction; null without sales
--   sales_change      double         Change from the calendar month before, as a fraction; null where it had no sales
--   sales_change_year double         Change from the same month a year before, as a fraction; null where it had no sales
--
-- What was sold in each calendar month that has orders. A month without orders has no row, so the next month has nothing to compare
-- with.

WITH sold AS (
    SELECT
        order_month AS month,
        COUNT(*) AS order_lines,
        COUNT(DISTINCT order_id) AS orders,
        SUM(quantity) AS units,
        SUM(sales) AS sales,
        SUM(cost) AS cost,
        SUM(profit) AS profit
    FROM {{ ref('fact_retail_lines') }}
    GROUP BY order_month
)
SELECT
    sold.month, sold.order_lines, sold.orders, sold.units, sold.sales, sold.cost, sold.profit,
    {{ ratio(sold.profit, sold.sales) }} AS margin,
    {{ ratio(sold.sales - before.sales, before.sales) }} AS sales_change,
    {{ ratio(sold.sales - year_before.sales, year_before.sales) }} AS sales_change_year
FROM sold
LEFT JOIN sold AS before ON before.month = DATE_ADD('month', -1, sold.month)
LEFT JOIN sold AS year_before ON year_before.month = DATE_ADD('month', -12, sold.month)
