-- model:        fact_retail_lines
-- grain:        order_id, product_id
-- owner:        retail
-- materialized: table
-- audits:       unique(order_id, product_id), retail_profit_is_exact
-- from: stg_retail_lines(order_id, product_id)
-- columns:
--   order_id          string         Id of the order
--   product_id        string         Id of the product
--   order_date        date           Day of the order
--   order_month       date           First day of its month
--   ship_mode         string         How it was shipped; null where that is not known
--   segment           string         Kind of customer
--   state             string         State of delivery
--   region            string         Sales region
--   category          string         Category of the product
--   sub_category      string         Sub-category of the product
--   quantity          int32          Units ordered
--   discount_percent  decimal(5,2)   Discount on the list price, 0 to 100
--   cost_price        decimal(12,2)  What one unit cost
--   list_price        decimal(12,2)  Price of one unit before the discount
--   sale_price        decimal(18,6)  Price of one unit after the discount
--   list_value        decimal(18,2)  List price times units
--   sales             decimal(18,6)  Sale price times units
--   cost              decimal(18,2)  Cost price times units
--   profit            decimal(18,6)  Sales less cost; a loss is negative
--
-- Every order line with its sales and profit. A dimension that the source leaves empty is called Unknown, so that no line drops out
-- of a sum; only the ship mode stays null, because a placeholder must never win a comparison.

SELECT
    order_id, product_id, order_date,
    {{ truncate_date('month', order_date) }} AS order_month,
    ship_mode,
    COALESCE(segment, 'Unknown') AS segment,
    COALESCE(state, 'Unknown') AS state,
    COALESCE(region, 'Unknown') AS region,
    COALESCE(category, 'Unknown') AS category,
    COALESCE(sub_category, 'Unknown') AS sub_category,
    quantity, discount_percent, cost_price, list_price, sale_price,
    list_price * quantity AS list_value,
    sales,
    cost_price * quantity AS cost,
    profit
FROM {{ ref('stg_retail_lines') }}
