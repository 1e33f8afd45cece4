-- report:     loss-makers
-- title:      Products that lose money
-- domain:     retail
-- model:      loss_makers
-- parameters:
--   level     string  default(product) oneOf(product, sub_category)  Products, or whole sub-categories
--   category  string  values(category_orders.category)  Only this category
-- sortable:   category, sub_category, product_id, order_lines, units, sales, cost, profit, margin, discount, break_even_discount, rank
-- order:      rank, category, sub_category, product_id
-- limit:      100
-- show:       sub_category, product_id, order_lines, sales, cost, profit, margin, discount, rank
-- money:      list_value, sales, cost, profit
-- currency:   {retail_currency}
-- percent:    margin, discount, break_even_discount
-- none:       rank
-- cache:      until the next snapshot
-- chart:      bar(product_id, profit)
-- columns:
--   category             string         Category
--   sub_category         string         Sub-category
--   product_id           string         Id of the product; null for a sub-category
--   order_lines          int64          Order lines
--   units                int64          Units ordered
--   list_value           decimal(18,2)  Value of the units without a discount
--   sales                decimal(18,2)  Their sales
--   cost                 decimal(18,2)  What they cost
--   profit               decimal(18,2)  Sales less cost
--   margin               double         Profit per sales, as a fraction
--   discount             double         Discount given on the list value, as a fraction
--   break_even_discount  double         Discount at which profit would be zero, as a fraction; null where even the list price loses money
--   loses_at_list_price  bool           The units cost more than their list value
--   rank                 int64          1 for the greatest loss; equal ones share a rank
--
-- The greatest losses, and the discount at which each would have broken even.

SELECT
    category, sub_category, product_id, order_lines, units, list_value, sales, cost, profit, margin,
    discount, break_even_discount, loses_at_list_price, rank
FROM {{ ref('loss_makers') }}
WHERE level = {{ level }}
    AND ({{ category }} IS NULL OR category = {{ category }})
