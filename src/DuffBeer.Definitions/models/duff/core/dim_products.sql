-- model:        dim_products
-- grain:        product_id
-- owner:        sales
-- materialized: table
-- audits:       unique(product_id), not_null(description), not_null(price)
-- from: stg_duff_order_rows(product_id)
-- columns:
--   product_id       int64          Id of the product
--   description      string         Name in the newest order of the product
--   price            decimal(10,2)  Price of one unit in that order
--   volume           decimal(10,3)  Litres of one unit in that order
--   price_per_litre  decimal(18,4)  Price of one litre
--   first_seen       timestamp      Time of the source file with the first order of the product (UTC)
--   last_seen        timestamp      Time of the source file with the newest order of the product (UTC)
--
-- Every product that was ever ordered, as its newest order shows it. An order that is sent again repeats the price of the day it was
-- placed, so only the first row of each order that names the product counts here.

WITH newest AS (
    SELECT
        product_id,
        MAX_BY(product_description, ROW(run_order, source_offset)) AS description,
        MAX_BY(product_price, ROW(run_order, source_offset)) AS price,
        MAX_BY(product_volume, ROW(run_order, source_offset)) AS volume,
        MIN(source_time) AS first_seen,
        MAX(source_time) AS last_seen
    FROM {{ ref('stg_duff_order_rows') }}
    WHERE is_placement
    GROUP BY product_id
)
SELECT
    product_id, description, price, volume,
    {{ ratio(price, volume) }} AS price_per_litre,
    first_seen, last_seen
FROM newest
