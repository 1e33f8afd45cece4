-- model:        dim_products
-- grain:        product_id
-- owner:        sales
-- materialized: table
-- audits:       unique(product_id), not_null(description), not_null(price)
-- columns:
--   product_id       int64          Id of the product
--   description      string         Name in the newest order of the product
--   price            decimal(10,2)  Price of one unit in that order
--   volume           decimal(10,3)  Litres of one unit in that order
--   price_per_litre  decimal(18,4)  Price of one litre
--   first_seen       timestamp      Time of the source file with the first order of the product (UTC)
--   last_seen        timestamp      Time of the source file with the newest order of the product (UTC)
--
-- Every product that was ever ordered, as its newest order shows it. An order that comes again repeats the price of the day on
-- which it was placed, so of each order only the first row that names the product counts here.

WITH placed AS (
    SELECT
        product_id, product_description, product_price, product_volume,
        MIN(source_time) OVER (PARTITION BY product_id) AS first_seen,
        MAX(source_time) OVER (PARTITION BY product_id) AS last_seen,
        ROW_NUMBER() OVER (PARTITION BY product_id ORDER BY run_order DESC, source_offset DESC) AS place
    FROM {{ ref('stg_duff_order_rows') }}
    WHERE is_placement
)
SELECT
    product_id,
    product_description AS description,
    product_price AS price,
    product_volume AS volume,
    {{ ratio(product_price, product_volume) }} AS price_per_litre,
    first_seen, last_seen
FROM placed
WHERE place = 1
