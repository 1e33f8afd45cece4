-- model:        loss_makers
-- grain:        level, category, sub_category, product_id
-- owner:        retail
-- materialized: table
-- audits:       unique(level, category, sub_category, product_id), accepted(level, product, sub_category), loss_makers_break_even
-- from: fact_retail_lines(category, sub_category, product_id unless null)
-- whole: rank
-- columns:
--   level                 string         product, or sub_category for all products of one sub-category
--   category              string         Category
--   sub_category          string         Sub-category
--   product_id            string         Id of the product; null for a sub-category
--   order_lines           int64          Order lines
--   units                 int64          Units ordered
--   list_value            decimal(18,2)  Value of the units without a discount
--   sales                 decimal(18,6)  Their sales
--   cost                  decimal(18,2)  What they cost
--   profit                decimal(18,6)  Sales less cost: negative in every row
--   margin                double         Profit per sales, as a fraction; null without sales
--   discount              double         Discount given on the list value, as a fraction; null where that is zero
--   break_even_discount   double         Discount at which profit would be zero, as a fraction; null where even the list price loses money
--   loses_at_list_price   bool           The units cost more than their list value
--   rank                  int64          1 for the greatest loss of its level; equal ones share a rank
--
-- Products and whole sub-categories that lose money, and the discount at which they would break even.

WITH sold AS (
    SELECT
        CASE WHEN GROUPING(product_id) = 0 THEN 'product' ELSE 'sub_category' END AS level,
        category, sub_category, product_id,
        COUNT(*) AS order_lines,
        SUM(quantity) AS units,
        SUM(list_value) AS list_value,
        SUM(sales) AS sales,
        SUM(cost) AS cost,
        SUM(profit) AS profit
    FROM {{ ref('fact_retail_lines') }}
    GROUP BY GROUPING SETS ((category, sub_category, product_id), (category, sub_category))
)
SELECT
    level, category, sub_category, product_id, order_lines, units, list_value, sales, cost, profit,
    {{ ratio(profit, sales) }} AS margin,
    {{ ratio(list_value - sales, list_value) }} AS discount,
    CASE WHEN cost <= list_value THEN {{ ratio(list_value - cost, list_value) }} END AS break_even_discount,
    cost > list_value AS loses_at_list_price,
    RANK() OVER (PARTITION BY level ORDER BY profit) AS rank
FROM sold
WHERE profit < 0
