-- model:        stg_retail_lines
-- grain:        order_id, product_id
-- owner:        retail
-- materialized: table
-- audits:       unique(order_id, product_id), not_null(order_date)
-- from: stg_retail_order_rows(order_id, product_id), retail_as_of(whole)
-- columns:
--   order_id          string         Id of the order
--   product_id        string         Id of the product
--   order_date        date           Day of the order
--   ship_mode         string         How it was shipped; null where the source has a placeholder or nothing
--   segment           string         Kind of customer
--   country           string         Country of delivery
--   city              string         City of delivery
--   state             string         State of delivery
--   postal_code       string         Postal code of delivery
--   region            string         Sales region
--   category          string         Category of the product
--   sub_category      string         Sub-category of the product
--   cost_price        decimal(12,2)  What one unit cost
--   list_price        decimal(12,2)  Price of one unit before the discount
--   quantity          int32          Units ordered
--   discount_percent  decimal(5,2)   Discount on the list price, 0 to 100
--   sale_price        decimal(18,6)  Price of one unit after the discount, exact
--   sales             decimal(18,6)  Sale price times units, exact
--   profit            decimal(18,6)  Sale price less cost, times units, exact
--   run_id            string         Run that ingested the row
--
-- Every line once: a product of an order, as its latest row has it. Orders after as_of are left out.

SELECT
    lines.order_id, lines.product_id, lines.order_date, lines.ship_mode, lines.segment, lines.country, lines.city, lines.state,
    lines.postal_code, lines.region, lines.category, lines.sub_category, lines.cost_price, lines.list_price, lines.quantity,
    lines.discount_percent, lines.sale_price, lines.sales, lines.profit, lines.run_id
FROM {{ ref('stg_retail_order_rows') }} AS lines
CROSS JOIN {{ ref('retail_as_of') }} AS today
WHERE lines.row_role = 'kept' AND lines.order_date <= today.as_of
