-- model:        monthly_sales
-- grain:        month
-- owner:        retail
-- materialized: table
-- audits:       unique(month), not_null(month), retail_lines_add_up, retail_profit_adds_up
-- from: fact_retail_lines(order_month = month), retail_as_of(whole)
-- whole: is_complete, sales_change, sales_change_year
-- columns:
--   month             date           First day of the month
--   order_lines       int64          Order lines
--   orders            int64          Distinct orders
--   units             int64          Units ordered
--   sales             decimal(18,6)  Value after discounts
--   cost              decimal(18,2)  What the units cost
--   profit            decimal(18,6)  Sales less cost
--   margin            double         Profit per sales, as a fraction; null without sales
--   is_complete       bool           The data cover the whole month: from their first day to as_of
--   sales_change      double         Change from the calendar month before, as a fraction; null unless both are complete
--   sales_change_year double         Change from the same month a year before, as a fraction; null unless both are complete
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
),
covered AS (
    SELECT sold.month, sold.month >= bounds.first_day AND DATE_ADD('month', 1, sold.month) <= DATE_ADD('day', 1, today.as_of) AS is_complete
    FROM sold
    CROSS JOIN (SELECT MIN(order_date) AS first_day FROM {{ ref('fact_retail_lines') }}) AS bounds
    CROSS JOIN {{ ref('retail_as_of') }} AS today
)
SELECT
    sold.month, sold.order_lines, sold.orders, sold.units, sold.sales, sold.cost, sold.profit,
    covered.is_complete,
    {{ ratio(sold.profit, sold.sales) }} AS margin,
    CASE WHEN covered.is_complete AND covered_before.is_complete
        THEN {{ ratio(sold.sales - before.sales, before.sales) }} END AS sales_change,
    CASE WHEN covered.is_complete AND covered_year_before.is_complete
        THEN {{ ratio(sold.sales - year_before.sales, year_before.sales) }} END AS sales_change_year
FROM sold
JOIN covered ON covered.month = sold.month
LEFT JOIN sold AS before ON before.month = DATE_ADD('month', -1, sold.month)
LEFT JOIN covered AS covered_before ON covered_before.month = before.month
LEFT JOIN sold AS year_before ON year_before.month = DATE_ADD('month', -12, sold.month)
LEFT JOIN covered AS covered_year_before ON covered_year_before.month = year_before.month
