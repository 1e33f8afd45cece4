-- report:     orders-by-category
-- title:      Orders by category and sub-category
-- domain:     retail
-- model:      fact_retail_lines
-- parameters:
--   category  string  values(category_orders.category)  Only this category
--   region    string  values(region_profit.region)  Only orders of this region
--   state     string  values(fact_retail_lines.state)  Only orders of this state
--   segment   string  values(segment_sales.segment)  Only this kind of customer
--   from      date    Only orders of this day or later
--   to        date    Only orders of this day or earlier
-- sortable:   category, sub_category, order_lines, orders, category_orders, units, sales, share, rank
-- order:      category, order_lines desc, sub_category
-- limit:      1000
-- show:       category, sub_category, order_lines, orders, sales, share, rank
-- money:      sales
-- currency:   {retail_currency}
-- percent:    share
-- none:       rank
-- labels:
--   share            Share of order lines
--   category_orders  Orders of the category
-- cache:      until the next snapshot
-- chart:      treemap(category, sub_category, order_lines)
-- export:     true
-- from: fact_retail_lines(category, sub_category, region = {region}, state = {state}, segment = {segment}, order_date >= {from},
--   order_date <= {to})
-- whole: category_orders, share, rank
-- columns:
--   category         string         Category
--   sub_category     string         Sub-category
--   order_lines      int64          Order lines of the sub-category
--   orders           int64          Distinct orders with the sub-category
--   category_orders  int64          Distinct orders with the category
--   units            int64          Units ordered of the sub-category
--   sales            decimal(18,2)  Value after discounts
--   share            double         Share of all order lines, 0 to 1
--   rank             int64          1 for the most order lines; equal ones share a rank
--
-- How often each category and sub-category is ordered.

WITH lines AS (
    SELECT order_id, category, sub_category, quantity, sales
    FROM {{ ref('fact_retail_lines') }}
    WHERE ({{ region }} IS NULL OR region = {{ region }})
        AND ({{ state }} IS NULL OR state = {{ state }})
        AND ({{ segment }} IS NULL OR segment = {{ segment }})
        AND ({{ from }} IS NULL OR order_date >= {{ from }})
        AND ({{ to }} IS NULL OR order_date <= {{ to }})
),
sold AS (
    SELECT
        category, sub_category,
        COUNT(*) AS order_lines,
        COUNT(DISTINCT order_id) AS orders,
        SUM(quantity) AS units,
        SUM(sales) AS sales
    FROM lines
    GROUP BY category, sub_category
),
categories AS (
    SELECT category, COUNT(DISTINCT order_id) AS category_orders
    FROM lines
    GROUP BY category
),
ranked AS (
    SELECT
        sold.category, sold.sub_category, sold.order_lines, sold.orders, categories.category_orders, sold.units, sold.sales,
        {{ ratio(sold.order_lines, SUM(sold.order_lines) OVER ()) }} AS share,
        RANK() OVER (ORDER BY sold.order_lines DESC) AS rank
    FROM sold
    JOIN categories ON categories.category = sold.category
)
SELECT category, sub_category, order_lines, orders, category_orders, units, sales, share, rank
FROM ranked
WHERE {{ category }} IS NULL OR category = {{ category }}
