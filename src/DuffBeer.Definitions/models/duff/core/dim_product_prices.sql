-- model:        dim_product_prices
-- grain:        product_id, period
-- owner:        sales
-- materialized: table
-- audits:       unique(product_id, period), relates(product_id, dim_products.product_id)
-- columns:
--   product_id  int64          Id of the product
--   period      int64          1 for the first price of the product
--   price       decimal(10,2)  Price of one unit
--   valid_from  timestamp      Time of the source file in which the price first stood (UTC)
--   valid_to    timestamp      Time of the source file in which the next price first stood (UTC); null for the price of today
--   is_current  bool           This is the price of today
--   orders      int64          Orders placed at this price in this period
--
-- The prices of every product in the order in which they came. As in dim_products only the first row
-- of an order that names the product counts. Two prices within one source file begin at the same time: the earlier of them has a period without length.

WITH placed AS (
    SELECT
        product_id, product_price, source_time, run_order, source_offset,
        CASE
            WHEN LAG(product_price) OVER (PARTITION BY product_id ORDER BY run_order, source_offset) = product_price
            THEN 0 ELSE 1
        END AS is_change
    FROM {{ ref('stg_duff_order_rows') }}
    WHERE is_placement
),
counted AS (
    SELECT
        product_id, product_price, source_time,
        SUM(is_change) OVER (PARTITION BY product_id ORDER BY run_order, source_offset ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS period
    FROM placed
),
periods AS (
    SELECT
        product_id, period, product_price,
        MIN(source_time) AS valid_from,
        COUNT(*) AS orders
    FROM counted
    GROUP BY product_id, period, product_price
)
SELECT
    product_id, period,
    product_price AS price,
    valid_from,
    LEAD(valid_from) OVER (PARTITION BY product_id ORDER BY period) AS valid_to,
    LEAD(period) OVER (PARTITION BY product_id ORDER BY period) IS NULL AS is_current,
    orders
FROM periods
