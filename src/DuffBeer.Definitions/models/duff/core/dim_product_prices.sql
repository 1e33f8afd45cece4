-- model:        dim_product_prices
-- grain:        product_id, period
-- owner:        sales
-- materialized: table
-- audits:       unique(product_id, period), relates(product_id, dim_products.product_id)
-- from: stg_duff_order_rows(product_id)
-- columns:
--   product_id  int64          Id of the product
--   period      int64          1 for the first price of the product
--   price       decimal(10,2)  Price of one unit
--   valid_from  timestamp      Time of the source file with the first order at this price (UTC)
--   valid_to    timestamp      Time of the source file with the first order at the next price (UTC); null for today's price
--   is_current  bool           This is today's price
--   orders      int64          Orders placed at this price in this period
--
-- The price history of every product. As in dim_products, only the first row of an order that names the product counts. Two prices
-- within one source file begin at the same time, so the earlier one's period has no length.

WITH placed AS (
    SELECT
        product_id, product_price, source_time,
        LAG(product_price) OVER earlier AS price_before,
        ROW_NUMBER() OVER earlier AS place
    FROM {{ ref('stg_duff_order_rows') }}
    WHERE is_placement
    WINDOW earlier AS (PARTITION BY product_id ORDER BY run_order, source_offset)
),
placements AS (
    SELECT product_id, COUNT(*) AS orders
    FROM {{ ref('stg_duff_order_rows') }}
    WHERE is_placement
    GROUP BY product_id
),
changes AS (
    SELECT
        product_id, product_price, source_time, place,
        ROW_NUMBER() OVER later AS period,
        LEAD(place) OVER later AS next_place,
        LEAD(source_time) OVER later AS valid_to
    FROM placed
    WHERE price_before IS NULL OR price_before <> product_price
    WINDOW later AS (PARTITION BY product_id ORDER BY place)
)
SELECT
    changes.product_id, changes.period,
    changes.product_price AS price,
    changes.source_time AS valid_from,
    changes.valid_to,
    changes.next_place IS NULL AS is_current,
    COALESCE(changes.next_place, placements.orders + 1) - changes.place AS orders
FROM changes
JOIN placements ON placements.product_id = changes.product_id
