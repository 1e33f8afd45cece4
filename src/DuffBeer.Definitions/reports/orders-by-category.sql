-- report:     orders-by-category
-- title:      Orders by category and sub-category
-- domain:     retail
-- model:      category_orders
-- parameters:
--   category  string  values(category_orders.category)  Only this category
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

SELECT category, sub_category, order_lines, orders, category_orders, units, sales, share, rank
FROM {{ ref('category_orders') }}
WHERE {{ category }} IS NULL OR category = {{ category }}
