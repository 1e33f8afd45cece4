-- report:     monthly-sales
-- title:      Sales by month
-- domain:     retail
-- model:      monthly_sales
-- parameters:
--   region    string  values(region_profit.region)  Only orders of this region
--   state     string  values(fact_retail_lines.state)  Only orders of this state
--   category  string  values(category_orders.category)  Only this category
--   segment   string  values(segment_sales.segment)  Only this kind of customer
--   from      date    Only months that begin on this day or later
--   to        date    Only months that begin on this day or earlier
-- sortable:   month, order_lines, orders, units, sales, cost, profit, margin, is_complete, sales_change, sales_change_year
-- order:      month
-- limit:      1000
-- show:       month, orders, units, sales, profit, margin, is_complete, sales_change, sales_change_year
-- period:     month by month
-- zero:       order_lines, orders, units, sales, cost, profit
-- money:      sales, cost, profit
-- currency:   {retail_currency}
-- percent:    margin, sales_change, sales_change_year
-- labels:
--   sales_change       Change on the month before
--   sales_change_year  Change on the year before
--   is_complete        Complete
-- cache:      until the next snapshot
-- chart:      line(month, sales, profit)
-- export:     true
-- from: fact_retail_lines(order_month = month, region = {region}, state = {state}, category = {category}, segment = {segment}),
--   monthly_sales(whole)
-- whole: sales_change, sales_change_year
-- columns:
--   month              date           First day of the month
--   order_lines        int64          Order lines
--   orders             int64          Distinct orders
--   units              int64          Units ordered
--   sales              decimal(18,2)  Value after discounts
--   cost               decimal(18,2)  What the units cost
--   profit             decimal(18,2)  Sales less cost
--   margin             double         Profit per sales, as a fraction
--   is_complete        bool           The data cover the whole month: from their first day to as_of
--   sales_change       double         Change from the calendar month before, as a fraction; null unless both are complete
--   sales_change_year  double         Change from the same month a year before, as a fraction; null unless both are complete
--
-- Sales per month, compared with the month before and a year before.

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
    WHERE ({{ region }} IS NULL OR region = {{ region }})
        AND ({{ state }} IS NULL OR state = {{ state }})
        AND ({{ category }} IS NULL OR category = {{ category }})
        AND ({{ segment }} IS NULL OR segment = {{ segment }})
    GROUP BY order_month
),
complete AS (
    SELECT sold.month, sold.sales
    FROM sold
    JOIN {{ ref('monthly_sales') }} AS months ON months.month = sold.month AND months.is_complete
)
SELECT
    sold.month, sold.order_lines, sold.orders, sold.units, sold.sales, sold.cost, sold.profit,
    {{ ratio(sold.profit, sold.sales) }} AS margin,
    complete.month IS NOT NULL AS is_complete,
    {{ ratio(complete.sales - before.sales, before.sales) }} AS sales_change,
    {{ ratio(complete.sales - year_before.sales, year_before.sales) }} AS sales_change_year
FROM sold
LEFT JOIN complete ON complete.month = sold.month
LEFT JOIN complete AS before ON before.month = DATE_ADD('month', -1, sold.month)
LEFT JOIN complete AS year_before ON year_before.month = DATE_ADD('month', -12, sold.month)
WHERE ({{ from }} IS NULL OR sold.month >= {{ from }})
    AND ({{ to }} IS NULL OR sold.month <= {{ to }})
