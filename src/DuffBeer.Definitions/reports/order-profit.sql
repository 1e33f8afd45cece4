-- report:     order-profit
-- title:      Profit by order line
-- domain:     retail
-- model:      order_profit
-- parameters:
--   order_id     string  Only this order
--   region       string  values(region_profit.region)  Only this region
--   state        string  values(fact_retail_lines.state)  Only this state
--   category     string  values(category_orders.category)  Only this category
--   segment      string  values(segment_sales.segment)  Only this kind of customer
--   from         date    Only orders of this day or later
--   to           date    Only orders of this day or earlier
--   losses_only  bool    default(false)  Only lines that lose money
-- sortable:   order_id, product_id, order_date, region, segment, category, sub_category, quantity, sales, cost, profit, margin
-- order:      order_date, order_id, product_id
-- limit:      100
-- show:       order_id, product_id, order_date, region, quantity, sales, cost, profit, margin
-- money:      list_price, sale_price, cost_price, sales, cost, profit
-- currency:   {retail_currency}
-- percent:    margin
-- labels:
--   quantity          Units
--   discount_percent  Discount, 0 to 100
-- cache:      until the next snapshot
-- chart:      none
-- from: order_profit(order_id, product_id)
-- columns:
--   order_id          string         Id of the order
--   product_id        string         Id of the product
--   order_date        date           Day of the order
--   region            string         Sales region
--   segment           string         Kind of customer
--   category          string         Category of the product
--   sub_category      string         Sub-category of the product
--   quantity          int32          Units ordered
--   list_price        decimal(12,2)  Price of one unit before the discount
--   discount_percent  decimal(5,2)   Discount on the list price, 0 to 100
--   sale_price        decimal(18,6)  Price of one unit after the discount, exact
--   cost_price        decimal(12,2)  What one unit cost
--   sales             decimal(18,2)  Sale price times units
--   cost              decimal(18,2)  Cost price times units
--   profit            decimal(18,2)  Sales less cost
--   margin            double         Profit per sales, as a fraction
--   is_loss           bool           The line lost money
--
-- Sales, cost and profit of each order line.

SELECT
    order_id, product_id, order_date, region, segment, category, sub_category, quantity, list_price, discount_percent,
    sale_price, cost_price, sales, cost, profit, margin, is_loss
FROM {{ ref('order_profit') }}
WHERE ({{ order_id }} IS NULL OR order_id = {{ order_id }})
    AND ({{ region }} IS NULL OR region = {{ region }})
    AND ({{ state }} IS NULL OR state = {{ state }})
    AND ({{ category }} IS NULL OR category = {{ category }})
    AND ({{ segment }} IS NULL OR segment = {{ segment }})
    AND ({{ from }} IS NULL OR order_date >= {{ from }})
    AND ({{ to }} IS NULL OR order_date <= {{ to }})
    AND (is_loss OR NOT {{ losses_only }})
