-- model:        stg_retail_order_rows
-- grain:        one accepted row of the source
-- owner:        retail
-- materialized: table
-- audits:       unique(run_id, source_offset), not_null(order_id), not_null(product_id), accepted(row_role, kept, superseded, duplicate)
-- from: retail_orders(order_id, product_id)
-- fate: retail_orders by order_id, product_id
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
--   run_order         int32          Rank of the run by source time, then source key
--   source_offset     int64          Byte offset of the row in its file
--   is_after_file     bool           The order is of a later day than the file that brought it
--   row_role          string         kept: the latest state; superseded: an earlier one; duplicate: identical to the row before
--
-- Every accepted row, and how it is used. A line is one product of one order; the same line sent again with other values is a
-- correction, and the latest row by source time, source key and byte offset counts. A row that equals the line's row right before it
-- in every column changes nothing: it is a duplicate, and the first of such equal rows is kept.

WITH sent AS (
    SELECT
        order_id, product_id, order_date, ship_mode, segment, country, city, state, postal_code, region, category, sub_category,
        cost_price, list_price, quantity, discount_percent, sale_price, sales, profit, _run, _run_order, _offset,
        order_date > CAST(_source_time AS DATE) AS is_after_file,
        CASE
            WHEN ROW_NUMBER() OVER earlier = 1 THEN 1
            WHEN LAG(order_date) OVER earlier = order_date
                AND LAG(ship_mode) OVER earlier IS NOT DISTINCT FROM ship_mode
                AND LAG(segment) OVER earlier IS NOT DISTINCT FROM segment
                AND LAG(country) OVER earlier IS NOT DISTINCT FROM country
                AND LAG(city) OVER earlier IS NOT DISTINCT FROM city
                AND LAG(state) OVER earlier IS NOT DISTINCT FROM state
                AND LAG(postal_code) OVER earlier IS NOT DISTINCT FROM postal_code
                AND LAG(region) OVER earlier IS NOT DISTINCT FROM region
                AND LAG(category) OVER earlier IS NOT DISTINCT FROM category
                AND LAG(sub_category) OVER earlier IS NOT DISTINCT FROM sub_category
                AND LAG(cost_price) OVER earlier = cost_price
                AND LAG(list_price) OVER earlier = list_price
                AND LAG(quantity) OVER earlier = quantity
                AND LAG(discount_percent) OVER earlier = discount_percent
            THEN 0 ELSE 1
        END AS is_new
    FROM {{ source('retail_orders') }}
    WINDOW earlier AS (PARTITION BY order_id, product_id ORDER BY _run_order, _offset)
),
numbered AS (
    SELECT
        order_id, product_id, order_date, ship_mode, segment, country, city, state, postal_code, region, category, sub_category,
        cost_price, list_price, quantity, discount_percent, sale_price, sales, profit, _run, _run_order, _offset, is_after_file, is_new,
        SUM(is_new) OVER (
            PARTITION BY order_id, product_id ORDER BY _run_order, _offset
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS version,
        SUM(is_new) OVER (PARTITION BY order_id, product_id) AS versions
    FROM sent
)
SELECT
    order_id, product_id, order_date, ship_mode, segment, country, city, state, postal_code, region, category, sub_category,
    cost_price, list_price, quantity, discount_percent, sale_price, sales, profit,
    _run AS run_id,
    _run_order AS run_order,
    _offset AS source_offset,
    is_after_file,
    CASE WHEN is_new = 0 THEN 'duplicate' WHEN version = versions THEN 'kept' ELSE 'superseded' END AS row_role
FROM numbered
