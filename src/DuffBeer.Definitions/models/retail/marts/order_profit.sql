-- model:        order_profit
-- grain:        order_id, product_id
-- owner:        retail
-- materialized: table
-- audits:       unique(order_id, product_id), relates(order_id, fact_retail_lines.order_id)
-- from: fact_retail_lines(order_id, product_id)
-- columns:
--   order_id          string         Id of the order
--   product_id        string         Id of the product
--   order_date        date           Day of the order
--   state             string         State of delivery
--   region            string         Sales region
--   segment           string         Kind of customer
--   category          string         Category of the product
--   sub_category      string         Sub-category of the product
--   quantity          int32          Units ordered
--   list_price        decimal(12,2)  Price of one unit before the discount
--   discount_percent  decimal(5,2)   Discount on the list price, 0 to 100
--   sale_price        decimal(18,6)  Price of one unit after the discount
--   cost_price        decimal(12,2)  What one unit cost
--   sales             decimal(18,6)  Sale price times units
--   cost              decimal(18,2)  Cost price times units
--   profit            decimal(18,6)  Sales less cost; a loss is negative
--   margin            double         Profit per sales, as a fraction; null where the line has no sales
--   is_loss           bool           The line lost money
--
-- Sales, cost and profit of each order line.

SELECT
    order_id, product_id, order_date, state, region, segment, category, sub_category, quantity,
    list_price, discount_percent, sale_price, cost_price, sales, cost, profit,
    {{ ratio(profit, sales) }} AS margin,
    profit < 0 AS is_loss
FROM {{ ref('fact_retail_lines') }}
