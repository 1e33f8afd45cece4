-- model:        category_orders
-- grain:        category, sub_category
-- owner:        retail
-- materialized: table
-- audits:       unique(category, sub_category), not_null(category), not_null(sub_category), retail_lines_add_up
-- from: fact_retail_lines(category, sub_category)
-- whole: category_orders, share, rank
-- columns:
--   category         string         Category
--   sub_category     string         Sub-category
--   order_lines      int64          Order lines of the sub-category
--   orders           int64          Distinct orders with the sub-category
--   category_orders  int64          Distinct orders with the category; an order with several of its sub-categories counts once
--   units            int64          Units ordered of the sub-category
--   sales            decimal(18,6)  Value after discounts
--   share            double         Share of all order lines, 0 to 1
--   rank             int64          1 for the most order lines; equal ones share a rank
--
-- How often each sub-category is ordered.

WITH sold AS (
    SELECT
        category, sub_category,
        COUNT(*) AS order_lines,
        COUNT(DISTINCT order_id) AS orders,
        SUM(quantity) AS units,
        SUM(sales) AS sales
    FROM {{ ref('fact_retail_lines') }}
    GROUP BY category, sub_category
),
categories AS (
    SELECT category, COUNT(DISTINCT order_id) AS category_orders
    FROM {{ ref('fact_retail_lines') }}
    GROUP BY category
)
SELECT
    sold.category, sold.sub_category, sold.order_lines, sold.orders, categories.category_orders, sold.units, sold.sales,
    {{ ratio(sold.order_lines, SUM(sold.order_lines) OVER ()) }} AS share,
    RANK() OVER (ORDER BY sold.order_lines DESC) AS rank
FROM sold
JOIN categories ON categories.category = sold.category
